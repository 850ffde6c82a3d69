"""The one zone of the shops, their buyers and the platform."""

from __future__ import annotations

from datetime import timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time all year; no zone table is needed."""
