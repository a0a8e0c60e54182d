"""Sign in and out, confirm it is still you, and the second factor. allauth decides; we render."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView, PasswordChangeView, ReauthenticateView
from allauth.mfa.base import views as two_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from moibench.people import accounts
from moibench.people.address import is_this_machine
from moibench.web.accounts.frame import Framed

signed_in = method_decorator(login_required, name="dispatch")


class SignIn(Framed, LoginView):
    """User name and password. Where there is no account at all, the first is made instead."""

    page, title = "sign_in", "account.sign_in.title"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or lead to the making of the first administrator."""
        if not accounts.anybody():
            if is_this_machine(request):
                return redirect("first_administrator")
            self.extra_context = {"no_accounts": True}
        return super().get(request, *args, **kwargs)


class SignOut(Framed, LogoutView):
    """Asks first, so that no foreign page can sign anybody out."""

    page, title = "sign_out", "account.sign_out.title"


class Confirm(Framed, ReauthenticateView):
    """Asks for the password again before something weighty."""

    page, title = "confirm", "account.confirm.title"


class ConfirmByCode(Framed, two_factor.ReauthenticateView):
    """Asks for a code instead of the password."""

    page, title = "confirm_by_code", "account.confirm.title"


class SecondStep(Framed, two_factor.AuthenticateView):
    """The code, after the password."""

    page, title = "second_step", "account.second_step.title"


@signed_in
class ChangePassword(Framed, PasswordChangeView):
    """The old password and the new one twice."""

    page, title = "change_password", "account.change_password.title"


@signed_in
class TwoFactor(Framed, two_factor.IndexView):
    """Whether the second factor is on, and what can be done about it."""

    page, title = "two_factor", "account.two_factor.title"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what is on, and whether a page wanted it on."""
        found = super().get_context_data(**kwargs)
        codes = found["authenticators"].get(Authenticator.Type.RECOVERY_CODES)
        return {
            "is_on": Authenticator.Type.TOTP in found["authenticators"],
            "codes_left": len(codes.get_unused_codes()) if codes else 0,
            "wanted": "wanted" in self.request.GET,
        }


@signed_in
class SetUp(Framed, totp.ActivateTOTPView):
    """The picture to scan, and the first code."""

    page, title = "set_up", "account.set_up.title"


@signed_in
class TurnOff(Framed, totp.DeactivateTOTPView):
    """Asks before the second factor is switched off."""

    page, title = "turn_off", "account.turn_off.title"


@signed_in
class RecoveryCodes(Framed, recovery.ViewRecoveryCodesView):
    """The codes for a lost telephone, shown once."""

    page, title = "recovery_codes", "account.recovery_codes.title"


@signed_in
class NewRecoveryCodes(Framed, recovery.GenerateRecoveryCodesView):
    """Asks before the old codes are made void."""

    page, title = "new_recovery_codes", "account.new_recovery_codes.title"
