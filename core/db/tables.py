"""The tables, as typed models. ``docs/data-model.md`` says why each column is what it is.

The models describe the schema; statements are written with them (or in SQL where SQL says it
better) and run on plain connections. There is no unit of work: each move of a reservation or a
payment is one statement that checks what it changes.
"""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal  # noqa: TC003 - SQLAlchemy reads the annotations at run time
from typing import Any, ClassVar
from uuid import UUID  # noqa: TC003 - as above

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    Text,
    Time,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import CHAR, ENUM, JSONB, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "%(table_name)s_%(column_0_N_name)s_ix",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


class Table(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
    }


VEHICLE_TYPE = ENUM("compact", "regular", "large", name="vehicle_type", metadata=Table.metadata)
SPOT_STATUS = ENUM(
    "in_service",
    "out_of_service",
    "kept_back",
    "removed",
    name="spot_status",
    metadata=Table.metadata,
)
RESERVATION_STATUS = ENUM(
    "held",
    "paid",
    "cancelled",
    "expired",
    "completed",
    name="reservation_status",
    metadata=Table.metadata,
)
PAYMENT_STATE = ENUM(
    "new",
    "ready",
    "armed",
    "committed",
    "captured",
    "lost",
    "voiding",
    "voided",
    name="payment_state",
    metadata=Table.metadata,
)
REFUND_STATE = ENUM("pending", "succeeded", "failed", name="refund_state", metadata=Table.metadata)
ATTENDANT_ROLE = ENUM("attendant", "supervisor", name="attendant_role", metadata=Table.metadata)
ACTOR_KIND = ENUM(
    "driver", "attendant", "kiosk", "operator", name="actor_kind", metadata=Table.metadata
)


def _argon2id(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} LIKE '$argon2id$%'", name=f"{column}_argon2id")


class Garage(Table):
    """A garage: where it is, what an hour costs there."""

    __tablename__ = "garages"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name="slug"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
        CheckConstraint("step_minutes BETWEEN 1 AND 1440", name="step_minutes"),
        CheckConstraint(
            "rate_compact >= 0 AND rate_regular >= 0 AND rate_large >= 0", name="rates"
        ),
    )

    id: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    address: Mapped[str]
    zipcode: Mapped[str]
    time_zone: Mapped[str]
    currency: Mapped[str] = mapped_column(CHAR(3))
    rate_compact: Mapped[Decimal] = mapped_column(Numeric(11, 3))
    rate_regular: Mapped[Decimal] = mapped_column(Numeric(11, 3))
    rate_large: Mapped[Decimal] = mapped_column(Numeric(11, 3))
    step_minutes: Mapped[int] = mapped_column(SmallInteger, server_default=text("30"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class OpeningTime(Table):
    """One stretch of a weekday in which a garage is open; without any it always is.

    On the garage's wall clock, to the minute; ``closes`` may be 24:00. Every change raises the
    garage's version, by a trigger.
    """

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        CheckConstraint("opens < closes", name="order"),
        CheckConstraint(
            "extract(second FROM opens) = 0 AND extract(second FROM closes) = 0", name="minutes"
        ),
    )

    garage_id: Mapped[int] = mapped_column(ForeignKey("garages.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    opens: Mapped[time] = mapped_column(Time, primary_key=True)
    closes: Mapped[time] = mapped_column(Time)


class Closure(Table):
    """A time in which a garage is closed whatever its hours; without an end until further notice.

    ``planned`` ones follow the garage's file. Every change raises the garage's version.
    """

    __tablename__ = "closures"
    __table_args__ = (
        CheckConstraint(
            "NOT isempty(period) AND lower_inc(period) AND NOT upper_inc(period) "
            "AND isfinite(lower(period)) AND (upper_inf(period) OR isfinite(upper(period)))",
            name="period",
        ),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True)
    garage_id: Mapped[int] = mapped_column(ForeignKey("garages.id"), index=True)
    period: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    reason: Mapped[str]
    planned: Mapped[bool] = mapped_column(Boolean)


DISTANCE = "(2 * abs(floor::integer) + (floor < 0)::integer) * 32768 + number"


class Spot(Table):
    """One marked place. Whether it is free is derived, never stored here.

    ``distance`` sorts spots by the way from the entrance: floor 0, then 1, -1, 2, -2 and so on.
    """

    __tablename__ = "spots"
    __table_args__ = (
        UniqueConstraint("garage_id", "floor", "number"),
        UniqueConstraint("id", "garage_id"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True)
    garage_id: Mapped[int] = mapped_column(ForeignKey("garages.id"))
    floor: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(SmallInteger)
    vehicle_type: Mapped[str] = mapped_column(VEHICLE_TYPE)
    status: Mapped[str] = mapped_column(SPOT_STATUS, server_default=text("'in_service'"))
    distance: Mapped[int] = mapped_column(Integer, Computed(DISTANCE, persisted=True))


class FreeInterval(Table):
    """A stretch of time in which a spot is free: the complement of its reservations.

    Derived from ``reservations`` and kept in step by every claim and release, so that a claim
    touches one row instead of searching all reservations. ``lo`` and ``hi`` may be infinite.
    An exhausted interval (``lo = hi``) may stay; it fits nobody. The rest is the spot's, copied by
    a trigger. There is no primary key and no foreign key, because each costs every claim a write
    or a look.
    """

    __tablename__ = "free_intervals"
    __table_args__ = (
        Index(
            "free_intervals_fit_key",
            "garage_id",
            "status",
            "vehicle_type",
            text("lo DESC"),
            "hi",
            "distance",
            unique=True,
        ),
        Index(
            "free_intervals_ending_ix", "spot_id", "hi", postgresql_where=text("hi < 'infinity'")
        ),
        {
            "postgresql_with": {
                "fillfactor": "50",
                "autovacuum_vacuum_scale_factor": "0.02",
                "autovacuum_vacuum_threshold": "2000",
            }
        },
    )

    spot_id: Mapped[int] = mapped_column(Integer)
    lo: Mapped[datetime]
    hi: Mapped[datetime]
    garage_id: Mapped[int] = mapped_column(Integer)
    vehicle_type: Mapped[str] = mapped_column(VEHICLE_TYPE)
    status: Mapped[str] = mapped_column(SPOT_STATUS)
    floor: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(SmallInteger)
    distance: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"primary_key": ["spot_id", "lo"]}  # noqa: RUF012 - the base declares it so


class Kiosk(Table):
    """One machine at one entrance."""

    __tablename__ = "kiosks"
    __table_args__ = (UniqueConstraint("garage_id", "name"),)

    id: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True)
    garage_id: Mapped[int] = mapped_column(ForeignKey("garages.id"))
    name: Mapped[str]
    reader_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class User(Table):
    """A driver with an account."""

    __tablename__ = "users"
    __table_args__ = (
        Index("users_email_key", text("lower(email)"), unique=True),
        CheckConstraint("email LIKE '_%@_%'", name="email"),
        _argon2id("password"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    email: Mapped[str]
    password: Mapped[str]
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Vehicle(Table):
    """A vehicle of an account."""

    __tablename__ = "vehicles"
    __table_args__ = (UniqueConstraint("user_id", "licence"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    licence: Mapped[str]
    vehicle_type: Mapped[str] = mapped_column(VEHICLE_TYPE)


class Attendant(Table):
    """Somebody who works in a garage and signs in with a PIN."""

    __tablename__ = "attendants"
    __table_args__ = (UniqueConstraint("garage_id", "login"), _argon2id("pin"))

    id: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True)
    garage_id: Mapped[int] = mapped_column(ForeignKey("garages.id"))
    login: Mapped[str]
    name: Mapped[str]
    pin: Mapped[str]
    role: Mapped[str] = mapped_column(ATTENDANT_ROLE, server_default=text("'attendant'"))
    active: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))


LIVE = text("status IN ('held', 'paid')")


class Reservation(Table):
    """A spot for a period. ``held`` while it is being paid, ``paid`` with a ticket.

    The garage needs no foreign key of its own: the spot's names it, and a key to one hot row would
    make every reservation of a garage queue for that row's lock.
    """

    __tablename__ = "reservations"
    __table_args__ = (
        ForeignKeyConstraint(["spot_id", "garage_id"], ["spots.id", "spots.garage_id"]),
        CheckConstraint(
            "NOT isempty(period) AND lower_inc(period) AND NOT upper_inc(period) "
            "AND NOT upper_inf(period) AND isfinite(lower(period)) AND isfinite(upper(period))",
            name="period",
        ),
        CheckConstraint("(status = 'held') = (hold_expires_at IS NOT NULL)", name="hold"),
        CheckConstraint("price_minor >= 0", name="price_minor"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
        CheckConstraint("waiver IS NULL OR waiver <> ''", name="waiver"),
        ExcludeConstraint(
            (text("int4range(spot_id, spot_id, '[]')"), "&&"),
            ("period", "&&"),
            where=LIVE,
            using="gist",
            name="reservations_no_overlap",
        ),
        Index(
            "reservations_held_ix",
            "garage_id",
            "hold_expires_at",
            postgresql_where=text("status = 'held'"),
        ),
        Index(
            "reservations_paid_ix",
            "garage_id",
            text("upper(period)"),
            postgresql_where=text("status = 'paid'"),
        ),
        Index(
            "reservations_movable_ix",
            "garage_id",
            text("lower(period) DESC"),
            postgresql_where=text("NOT spot_promised AND status IN ('held', 'paid')"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    garage_id: Mapped[int] = mapped_column(Integer)
    spot_id: Mapped[int] = mapped_column(Integer)
    vehicle_type: Mapped[str] = mapped_column(VEHICLE_TYPE)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicles.id", ondelete="SET NULL"))
    period: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    status: Mapped[str] = mapped_column(RESERVATION_STATUS, server_default=text("'held'"))
    hold_expires_at: Mapped[datetime | None]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(CHAR(3))
    paid: Mapped[bool] = mapped_column(
        Boolean, Computed("status IN ('paid', 'completed')", persisted=True)
    )
    waiver: Mapped[str | None]
    kiosk_id: Mapped[int | None] = mapped_column(ForeignKey("kiosks.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    spot_promised: Mapped[bool] = mapped_column(Boolean, server_default=text("true"))


OPEN_ON_READER = text("state IN ('new', 'ready', 'armed', 'voiding')")


class Payment(Table):
    """An attempt to charge one reservation; ``docs/payments.md`` explains its states."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_minor"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
        CheckConstraint(
            "state IN ('new', 'voiding', 'voided') OR intent_id IS NOT NULL",
            name="intent",
        ),
        CheckConstraint("card IS NULL OR jsonb_typeof(card) = 'object'", name="card"),
        Index(
            "payments_one_per_reservation_key",
            "reservation_id",
            unique=True,
            postgresql_where=text("state NOT IN ('voiding', 'voided')"),
        ),
        Index(
            "payments_one_per_reader_key", "reader_id", unique=True, postgresql_where=OPEN_ON_READER
        ),
        Index(
            "payments_unsettled_ix",
            "lease_expires_at",
            postgresql_where=text("state NOT IN ('captured', 'voided')"),
        ),
        Index("payments_created_at_ix", "created_at", postgresql_using="brin"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), index=True)
    kiosk_id: Mapped[int] = mapped_column(ForeignKey("kiosks.id"))
    reader_id: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(CHAR(3))
    state: Mapped[str] = mapped_column(PAYMENT_STATE, server_default=text("'new'"))
    intent_id: Mapped[str | None] = mapped_column(unique=True)
    tries: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    capture_tries: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    void_tries: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    lease_expires_at: Mapped[datetime]
    nonce: Mapped[UUID | None]
    card: Mapped[dict[str, Any] | None]
    problem: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Refund(Table):
    """Money that goes back after a capture."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_minor"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("state <> 'succeeded' OR stripe_refund_id IS NOT NULL", name="succeeded"),
        CheckConstraint("state <> 'failed' OR next_look_at IS NULL", name="due"),
        Index("refunds_due_ix", "next_look_at", postgresql_where=text("next_look_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(CHAR(3))
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(REFUND_STATE, server_default=text("'pending'"))
    stripe_refund_id: Mapped[str | None] = mapped_column(unique=True)
    attendant_id: Mapped[int | None] = mapped_column(ForeignKey("attendants.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    request: Mapped[UUID] = mapped_column(unique=True, server_default=func.gen_random_uuid())
    tries: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    next_look_at: Mapped[datetime | None]
    nonce: Mapped[UUID | None]
    problem: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Ticket(Table):
    """The paper and its code; one for each paid reservation."""

    __tablename__ = "tickets"
    __table_args__ = (CheckConstraint("code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'", name="code"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"), unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    issued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    prints: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    printed_at: Mapped[datetime | None]


class AuditLog(Table):
    """Who changed what. Rows are only ever added: a trigger refuses everything else."""

    __tablename__ = "audit_log"
    __table_args__ = (Index("audit_log_row_ix", "table_name", "row_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    actor_kind: Mapped[str] = mapped_column(ACTOR_KIND)
    actor: Mapped[str]
    action: Mapped[str]
    table_name: Mapped[str]
    row_id: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    kiosk_id: Mapped[int | None] = mapped_column(ForeignKey("kiosks.id"))
