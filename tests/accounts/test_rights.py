"""Nobody raises their own rights, nor takes the account of somebody who may do more."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from accounts.models import Invitation, RequiredSecondFactor
from tests.accounts.signing import at, owner, sign_in
from tests.admin.editing import filled, superuser
from tests.admin.test_holes import only

pytestmark = pytest.mark.django_db
CLERK = ["add_user", "change_user", "delete_user", "view_user", "add_group", "change_group", "view_group"]
CLERK += ["delete_group", "view_mission"]


def clerk():
    """A client of somebody who looks after accounts and is no administrator."""
    return only(*CLERK)


def me():
    return User.objects.get(username=" ".join(CLERK))


def form_of(user):
    return f"/admin/auth/user/{user.pk}/change/"


def save(client, user, **values):
    client.post(form_of(user), filled(client, form_of(user), **values))
    user.refresh_from_db()
    return user


def test_a_clerk_makes_nobody_an_administrator():
    client, user = clerk(), owner()

    assert not save(client, user, is_superuser="on", first_name="Ada").is_superuser
    assert not save(client, me(), is_superuser="on").is_superuser
    assert user.first_name == "Ada"


def test_a_clerk_gives_no_permission_that_they_do_not_hold():
    client, user = clerk(), owner()
    strange = Permission.objects.get(codename="publish_mission")
    own = Permission.objects.get(codename="view_mission")

    for account in (user, me()):
        save(client, account, user_permissions=[strange.pk])
    save(client, user, user_permissions=[own.pk])

    assert list(user.user_permissions.all()) == [own]
    assert strange not in me().user_permissions.all()


def test_a_clerk_puts_nobody_into_a_group_that_may_do_more():
    client, user = clerk(), owner()
    group = Group.objects.create(name="Readers")
    group.permissions.set(Permission.objects.filter(codename="view_mission"))

    for account in (user, me()):
        save(client, account, groups=[Group.objects.get(name="Publisher").pk])
    save(client, user, groups=[group.pk])

    assert list(user.groups.all()) == [group]
    assert not me().groups.exists()


def test_a_clerk_adds_nobody_to_a_group_that_may_do_more():
    client = clerk()
    typed = {"username": "x", "email": "x@example.org", "groups": [Group.objects.get(name="Editor").pk]}

    client.post("/admin/auth/user/add/", typed)

    assert not User.objects.filter(username="x").exists()


@pytest.mark.parametrize("step", ["link", "revoke", "end", "factor"])
def test_a_clerk_takes_no_step_with_the_account_of_somebody_who_may_do_more(step):
    client, editor, chief = clerk(), owner("editor"), User.objects.create_superuser("chief")
    editor.groups.add(Group.objects.get(name="Editor"))

    codes = [
        client.post(f"/admin/auth/user/{account.pk}/{page}/", {"step": step, "post": "yes"}).status_code
        for account in (editor, chief)
        for page in ("access", "change", "delete")
    ]

    assert codes == [403] * 6
    assert Invitation.objects.count() == 0


def test_a_clerk_deletes_nobody_who_may_do_more_from_the_list():
    client, chief, user = clerk(), User.objects.create_superuser("chief"), owner()

    for account in (chief, user):
        chosen = {"action": "delete_selected", "_selected_action": [account.pk], "post": "yes"}
        client.post("/admin/auth/user/", chosen)

    assert set(User.objects.values_list("username", flat=True)) == {"chief", me().username}


def test_a_clerk_changes_no_group_that_may_do_more_and_gives_none_what_they_lack():
    client, mine = clerk(), Group.objects.create(name="Mine")
    publisher, strange = (
        Group.objects.get(name="Publisher"),
        Permission.objects.get(codename="publish_mission"),
    )

    refused = client.post(f"/admin/auth/group/{publisher.pk}/change/", {"name": "X"}).status_code
    deleted = client.post(f"/admin/auth/group/{publisher.pk}/delete/", {"post": "yes"}).status_code
    client.post(f"/admin/auth/group/{mine.pk}/change/", {"name": "Mine", "permissions": [strange.pk]})

    assert (refused, deleted) == (403, 403)
    assert not mine.permissions.exists()


def test_an_administrator_does_all_this():
    client, user = superuser(), owner()
    publisher = Group.objects.get(name="Publisher")

    save(client, user, is_superuser="on", groups=[publisher.pk])

    assert (user.is_superuser, list(user.groups.all())) == (True, [publisher])


def test_a_group_requires_a_second_factor_and_no_longer():
    client, group = superuser(), Group.objects.get(name="Editor")
    url = f"/admin/auth/group/{group.pk}/change/"
    held = set(group.permissions.all())

    required = []
    for values in ({"second_factor": "on"}, {}):
        typed = filled(client, url)
        typed.pop("second_factor", None)
        client.post(url, typed | values)
        required.append(RequiredSecondFactor.objects.filter(group=group).exists())

    assert required == [True, False]
    assert set(group.permissions.all()) == held


def test_who_may_look_at_accounts_sees_how_somebody_comes_in_and_changes_nothing():
    client, user = only("view_user"), owner()
    url = f"/admin/auth/user/{user.pk}/access/"

    page = client.get(url)

    assert (page.status_code, b'name="step"' in page.content, page.context["entries"]) == (200, False, [])
    assert client.post(url, {"step": "link"}).status_code == 403


@pytest.mark.parametrize(
    "lookup",
    [
        "open_sessions__pk__startswith",
        "open_sessions__session__session_key__startswith",
        "authenticator_app__secret__startswith",
        "passkeys__credential__startswith",
        "recovery_codes__pk__startswith",
        "invitation__pk__startswith",
        "password__startswith",
    ],
)
def test_a_list_does_not_answer_questions_about_secrets(lookup):
    client, user = only("view_user", "view_group"), owner()
    sign_in(at())

    codes = [
        client.get(f"/admin/auth/{page}{lookup}=a").status_code
        for page in ("user/?", "user/?groups__user__", "group/?user__")
    ]

    assert codes == [400] * 3
    assert user.open_sessions.count() == 1
