"""Addresses of the pages about people; allauth finds its own by these names."""

from __future__ import annotations

from django.urls import path

from moibench.web.views import account, log, people, refused, sign_in, tokens

urlpatterns = [
    path("account/", account.my_account, name="my_account"),
    path("account/first", account.first_administrator, name="first_administrator"),
    path("account/sign-in", sign_in.SignIn.as_view(), name="account_login"),
    path("account/sign-out", sign_in.SignOut.as_view(), name="account_logout"),
    path("account/off", refused.switched_off, name="account_inactive"),
    path("account/tokens", tokens.my_tokens, name="my_tokens"),
    path("account/sessions", account.end_sessions, name="end_sessions"),
    path("account/confirm", sign_in.Confirm.as_view(), name="account_reauthenticate"),
    path("account/confirm/code", sign_in.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path("account/password", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path(
        "account/password/<str:uidb64>/<str:token>",
        account.PasswordByLink.as_view(),
        name="password_by_link",
    ),
    path("account/code", sign_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("account/two-factor", sign_in.TwoFactor.as_view(), name="mfa_index"),
    path("account/two-factor/set-up", sign_in.SetUp.as_view(), name="mfa_activate_totp"),
    path("account/two-factor/turn-off", sign_in.TurnOff.as_view(), name="mfa_deactivate_totp"),
    path(
        "account/two-factor/codes", sign_in.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"
    ),
    path(
        "account/two-factor/codes/new",
        sign_in.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("people/", people.people, name="people"),
    path("people/add", people.add_person, name="add_person"),
    path("people/log", log.who_did_what, name="log"),
    path("people/log.csv", log.log_table, name="log_table"),
    path("people/of/<str:username>", people.person, name="person"),
]
