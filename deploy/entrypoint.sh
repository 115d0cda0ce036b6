#!/bin/sh
# What a container does: web (the server), worker (background tasks), migrate (before the first start and after an upgrade),
# scheduled (the timed commands), or any command of manage.py.
set -eu

# Static files belong to the image, data to the volume; the portal looks for both in one folder.
ln -sfn /srv/collected/static "$PORTAL_VAR_DIR/static"

case "${1:-web}" in
    web)
        exec python -m granian --interface wsgi --host 0.0.0.0 --port 8000 --workers "${WEB_WORKERS:-2}" \
            --blocking-threads 24 --no-ws --log-level warning portal.wsgi:application
        ;;
    worker)
        exec python manage.py run_worker
        ;;
    migrate)
        python manage.py migrate --noinput
        python manage.py load_vocabularies
        python manage.py sync_site || true
        python manage.py tend_calendars --stored || true
        exec python manage.py sync_roles
        ;;
    scheduled)
        trap 'exit 0' TERM INT
        cleaned=""
        while true; do
            python manage.py publish_due || true
            python manage.py expire_offers || true
            python manage.py expire_booth_offers || true
            python manage.py tend_imports || true
            python manage.py recover_tasks || true
            python manage.py recover_mails || true
            python manage.py send_reminders || true
            python manage.py send_newsletters || true
            python manage.py send_saved_searches || true
            python manage.py remind_exhibitors || true
            python manage.py tend_awards || true
            today="$(date +%F)"
            if [ "$cleaned" != "$today" ]; then
                python manage.py clearsessions || true
                python manage.py prune_db_task_results --queue-name "*" || true
                python manage.py erase_expired || true
                python manage.py tend_listings || true
                python manage.py mind_enquiries || true
                python manage.py remind_replies || true
                python manage.py refresh_matches --ended || true
                python manage.py send_match_digests || true
                python manage.py ask_for_evaluations || true
                python manage.py send_work_digests || true
                python manage.py tend_calendars || true
                python manage.py check_places || true
                python manage.py sync_roles --check || true
                python manage.py sync_site --check || true
                python manage.py rebuild_search --check || true
                cleaned="$today"
            fi
            sleep 300 &
            wait $!
        done
        ;;
    *)
        exec python manage.py "$@"
        ;;
esac
