"""The account a person logs in with."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person. What concerns studying is on quizzes.Learner."""
