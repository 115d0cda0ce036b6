"""The form of an edition in the admin: once the call has opened, what was frozen is refused beside its field."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from awards.editions import frozen, snapshot
from awards.editions.rules import EditionRules
from portal.ui import sentences


class AwardPageForm(WagtailAdminPageForm):  # type: ignore[misc]  # Wagtail ships no types
    """Keeps what was typed, and says beside each frozen field that it is changed by an amendment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentences.name_empty_choices(self.fields)
        self.frozen_rules = frozen.rules_of(self.instance.translation_key) if self.instance.pk else None
        if self.frozen_rules is None:
            return
        for name in (*snapshot.TEXTS, *snapshot.NUMBERS, *snapshot.TIE_BREAKS, "scoring_method", "vote_curve"):
            if name in self.fields:
                self.fields[name].help_text = frozen.HINT

    def clean(self) -> dict[str, Any]:
        """Refuse every frozen field and row that says something else."""
        cleaned: dict[str, Any] = super().clean()
        if self.frozen_rules is not None:
            language = self.instance.locale.language_code
            for name, wanted in snapshot.field_values(self.frozen_rules, language).items():
                if name in cleaned and not snapshot.same(name, cleaned[name], wanted):
                    self.add_error(name, frozen.SENTENCE)
            for relation, by_key in snapshot.row_values(self.frozen_rules, language).items():
                self._check_rows(relation, by_key, self.frozen_rules)
        return cleaned

    def _check_rows(self, relation: str, by_key: dict[str, dict[str, Any]], rules: EditionRules) -> None:
        formset = self.formsets.get(relation)
        if formset is None or not formset.is_bound:
            return
        formset.is_valid()
        key_field, seen = snapshot.KEY_FIELDS[relation], set()
        for form in formset.forms:
            if form in formset.deleted_forms:
                continue
            cleaned = getattr(form, "cleaned_data", {})
            key = str(cleaned.get(key_field) or "")
            # A code that was changed is blamed in its row; the row keeps being the one that it was.
            own = str(form.initial.get(key_field) or "")
            if key != own and own in by_key:
                form.add_error(key_field, frozen.SENTENCE)
                seen.add(own)
            elif key not in by_key or key in seen:
                if form.has_changed() or form.initial:
                    form.add_error(None, frozen.ROW_NEW)
            else:
                seen.add(key)
                for name, wanted in by_key[key].items():
                    if name in cleaned and not snapshot.same(name, cleaned[name], wanted):
                        form.add_error(name, frozen.SENTENCE)
        for key in [key for key in by_key if key not in seen]:
            self.add_error(None, frozen.gone(relation, key, rules, self.instance.locale.language_code))

    def _post_clean(self) -> None:
        # The rows have been compared above, each in its own form; the page would name them by other names.
        self.instance.rules_are_checked = True
        try:
            super()._post_clean()
        finally:
            self.instance.rules_are_checked = False
