"""The court tree, its people, and what they are appointed to. Readable in every court."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from duixian.kernel.roles import Branch, Role


class TreePath(models.TextField):
    """A place in a tree (PostgreSQL `ltree`)."""

    def db_type(self, connection: Any) -> str:
        return "ltree"


class Court(models.Model):
    """A court (法院): its place in the tree, its names and docket codes by date."""

    shared_by_courts = True

    class Level(models.TextChoices):
        HIGH = "high", "高级人民法院"
        INTERMEDIATE = "intermediate", "中级人民法院"
        BASIC = "basic", "基层人民法院"

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    level = models.CharField(max_length=12, choices=Level.choices)
    path = TreePath(unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.name


class CourtCode(models.Model):
    """The docket code of a court during a time (法院代字), e.g. 皖0202."""

    shared_by_courts = True

    of = models.ForeignKey(Court, models.PROTECT, related_name="codes")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    during = DateRangeField()
    certainty = models.CharField(max_length=20, default="from memory")

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_code_at_a_time",
                expressions=[("of", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="one_court_a_code",
                expressions=[("code", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **facts: Any) -> Person:
        person = self.model(username=username, **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A person who works in a court (法院人员); signs in with a user name."""

    shared_by_courts = True

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True, default="")
    credential_number = models.CharField(max_length=40, blank=True, default="")
    is_active = models.BooleanField(default=True)
    joined_on = models.DateField(null=True)

    objects = PersonManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Nothing is permitted by Django's own permissions: roles and access.py decide."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    @property
    def is_staff(self) -> bool:
        return False


class Team(models.Model):
    """A team inside a court's enforcement bureau (执行组)."""

    shared_by_courts = True

    court = models.ForeignKey(Court, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["court", "name"], name="one_team_a_name")
        ]


class Appointment(models.Model):
    """A role held in a court during a time (任职).

    R4.2.1 stands in the database: no person holds roles of implementation and of adjudication
    at the same time.
    """

    shared_by_courts = True

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    court = models.ForeignKey(Court, models.PROTECT, related_name="appointments")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="members")
    role = models.CharField(max_length=30, choices=[(role.value, role.title) for role in Role])
    branch = models.CharField(max_length=20, choices=[(branch.value, branch) for branch in Branch])
    during = DateRangeField()

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="powers_kept_apart",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("branch", RangeOperators.NOT_EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(branch__in=[Branch.IMPLEMENTATION, Branch.ADJUDICATION]),
            ),
            ExclusionConstraint(
                name="one_role_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("court", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["court", "role"], name="appointment_court_role"),
        ]


class RoleDelegation(models.Model):
    """A role lent to another person for a time (授权): the journal names both."""

    shared_by_courts = True

    court = models.ForeignKey(Court, models.PROTECT, related_name="delegations")
    role = models.CharField(max_length=30)
    lender = models.ForeignKey(Person, models.PROTECT, related_name="lent")
    holder = models.ForeignKey(Person, models.PROTECT, related_name="borrowed")
    during = DateRangeField()
    reason = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(lender=models.F("holder")), name="delegated_to_another"
            )
        ]


class ApiToken(models.Model):
    """A bearer token of a person (接口令牌): only its hash is kept."""

    shared_by_courts = True

    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
