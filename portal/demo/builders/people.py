"""Accounts of the demo's people, ready to sign in."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.demo import people
from portal.demo.builders.common import Build


def build(context: Build) -> None:
    """Make every account with a verified address."""
    for person in people.PEOPLE:
        user = User.objects.create_user(
            person.email,
            people.PASSWORD,
            full_name=person.full_name,
            is_staff=person.is_operator,
            is_superuser=person.is_operator,
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        context.people[person.key] = user


def join_groups(context: Build) -> None:
    """Put everyone into the groups of their role; the groups must have been made."""
    for person in people.PEOPLE:
        groups = Group.objects.filter(name__in=person.groups)
        missing = set(person.groups) - {group.name for group in groups}
        if missing:
            raise LookupError(f"groups {sorted(missing)} of {person.key} were not made")
        context.people[person.key].groups.set(groups)
