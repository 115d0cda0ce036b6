"""Accounts: e-mail is the name, codes verify it, second factors and sessions are the owner's to manage."""

from portal import env

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "exhibitors:desk"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_FORMS = {
    "signup": "portal.accounts.signup.SignupForm",
    "login": "portal.accounts.allauth_forms.LoginForm",
    "request_login_code": "portal.accounts.allauth_forms.RequestLoginCodeForm",
    "confirm_login_code": "portal.accounts.allauth_forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "portal.accounts.allauth_forms.ConfirmEmailVerificationCodeForm",
    "add_email": "portal.accounts.allauth_forms.AddEmailForm",
    "reauthenticate": "portal.accounts.allauth_forms.ReauthenticateForm",
    "change_password": "portal.accounts.allauth_forms.ChangePasswordForm",
    "set_password": "portal.accounts.allauth_forms.SetPasswordForm",
    "reset_password": "portal.accounts.allauth_forms.ResetPasswordForm",
    "confirm_password_reset_code": "portal.accounts.allauth_forms.ConfirmPasswordResetCodeForm",
    "reset_password_from_key": "portal.accounts.allauth_forms.ResetPasswordKeyForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "portal.accounts.forms.SignupDetailsForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
# allauth could offer another address to new people only, which would tell them from those who have an account.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# A fair's visitors share one address: only the limits that count by address are raised above allauth's defaults.
CODE_PAUSE_SECONDS = 10
ACCOUNT_RATE_LIMITS = {
    "signup": "100/m/ip",
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "confirm_email": f"1/{CODE_PAUSE_SECONDS}s/key",
}
ADMIN_SECOND_FACTOR = env.flag(
    "ADMIN_SECOND_FACTOR", default=True, help="Let nobody into the admin without a second step of signing in."
)
MFA_ADAPTER = "portal.accounts.second_step.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.allauth_forms.SecondStepForm",
    "reauthenticate": "portal.accounts.allauth_forms.SecondStepAgainForm",
    "activate_totp": "portal.accounts.allauth_forms.ActivateAppForm",
    "add_webauthn": "portal.accounts.allauth_forms.AddKeyForm",
    "edit_webauthn": "portal.accounts.allauth_forms.RenameKeyForm",
    "authenticate_webauthn": "portal.accounts.allauth_forms.KeyStepForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_TRACK_ACTIVITY = False
