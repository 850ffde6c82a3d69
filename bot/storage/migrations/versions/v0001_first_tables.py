"""The first tables: shops, what they import, and the imports themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shops",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", name="pk_shops"),
    )
    op.create_table(
        "couriers",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fee_fen", sa.BigInteger(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name="fk_couriers_shops"),
        sa.PrimaryKeyConstraint("shop_id", "name", name="pk_couriers"),
    )
    op.create_table(
        "imports",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name="fk_imports_shops"),
        sa.PrimaryKeyConstraint("shop_id", "import_id", name="pk_imports"),
    )
    op.create_table(
        "items",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short_title", sa.Text(), nullable=False),
        sa.Column("trade", sa.Text(), nullable=False),
        sa.Column("merchant_code", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name="fk_items_shops"),
        sa.PrimaryKeyConstraint("shop_id", "item_id", name="pk_items"),
    )
    op.create_index("ix_items_shop_id_merchant_code", "items", ["shop_id", "merchant_code"])
    op.create_index("ix_items_shop_id_title", "items", ["shop_id", "title"])
    op.create_table(
        "order_contents",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name="fk_order_contents_shops"),
        sa.PrimaryKeyConstraint("shop_id", "order_id", name="pk_order_contents"),
    )
    op.create_table(
        "orders",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_text", sa.Text(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("freight_fen", sa.BigInteger(), nullable=False),
        sa.Column("refund_fen", sa.BigInteger(), nullable=False),
        sa.Column("refund", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("courier", sa.Text(), nullable=False),
        sa.Column("tracking_no", sa.Text(), nullable=False),
        sa.Column("invoice_title", sa.Text(), nullable=False),
        sa.Column("buyer_note", sa.Text(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name="fk_orders_shops"),
        sa.PrimaryKeyConstraint("shop_id", "order_id", name="pk_orders"),
    )
    op.create_index("ix_orders_shop_id_buyer_created_at", "orders", ["shop_id", "buyer", "created_at"])
    op.create_table(
        "policies",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("setting", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name="fk_policies_shops"),
        sa.PrimaryKeyConstraint("shop_id", "setting", name="pk_policies"),
    )
    op.create_table(
        "promotions",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("promotion_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("threshold_fen", sa.BigInteger(), nullable=False),
        sa.Column("off_fen", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("item_ids", sa.JSON(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name="fk_promotions_shops"),
        sa.PrimaryKeyConstraint("shop_id", "promotion_id", name="pk_promotions"),
    )
    op.create_table(
        "shipments",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("courier", sa.Text(), nullable=False),
        sa.Column("tracking_no", sa.Text(), nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_event", sa.Text(), nullable=False),
        sa.Column("last_event_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name="fk_shipments_shops"),
        sa.PrimaryKeyConstraint("shop_id", "order_id", name="pk_shipments"),
    )
    op.create_table(
        "size_charts",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name="fk_size_charts_shops"),
        sa.PrimaryKeyConstraint("shop_id", "item_id", name="pk_size_charts"),
    )
    op.create_table(
        "courier_regions",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region_no", sa.Integer(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("days_min", sa.Integer(), nullable=False),
        sa.Column("days_max", sa.Integer(), nullable=False),
        sa.Column("fee_fen", sa.BigInteger(), nullable=True),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "name"],
            ["couriers.shop_id", "couriers.name"],
            name="fk_courier_regions_couriers",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "name", "region_no", name="pk_courier_regions"),
    )
    op.create_table(
        "order_lines",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("sub_order_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("merchant_code", sa.Text(), nullable=False),
        sa.Column("outer_code", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("refund", sa.Text(), nullable=False),
        sa.Column("refund_text", sa.Text(), nullable=False),
        sa.Column("refund_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"],
            ["order_contents.shop_id", "order_contents.order_id"],
            name="fk_order_lines_order_contents",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "order_id", "line_no", name="pk_order_lines"),
    )
    op.create_table(
        "receivers",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"],
            ["orders.shop_id", "orders.order_id"],
            name="fk_receivers_orders",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "order_id", name="pk_receivers"),
    )
    op.create_table(
        "size_rows",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("size_no", sa.Integer(), nullable=False),
        sa.Column("size", sa.Text(), nullable=False),
        sa.Column("height_cm_min", sa.Integer(), nullable=True),
        sa.Column("height_cm_max", sa.Integer(), nullable=True),
        sa.Column("weight_jin_min", sa.Integer(), nullable=True),
        sa.Column("weight_jin_max", sa.Integer(), nullable=True),
        sa.Column("foot_mm_min", sa.Integer(), nullable=True),
        sa.Column("foot_mm_max", sa.Integer(), nullable=True),
        sa.Column("age_months_min", sa.Integer(), nullable=True),
        sa.Column("age_months_max", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id", "item_id"],
            ["size_charts.shop_id", "size_charts.item_id"],
            name="fk_size_rows_size_charts",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "item_id", "size_no", name="pk_size_rows"),
    )
    op.create_table(
        "staged_rows",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Text(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "import_id"],
            ["imports.shop_id", "imports.import_id"],
            name="fk_staged_rows_imports",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shop_id", "import_id", "line_no", name="pk_staged_rows"),
    )
    op.create_table(
        "variants",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("variant_no", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("restock_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id", "item_id"], ["items.shop_id", "items.item_id"], name="fk_variants_items", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "item_id", "variant_no", name="pk_variants"),
    )
    op.create_index("ix_variants_shop_id_sku", "variants", ["shop_id", "sku"])


def downgrade() -> None:
    raise NotImplementedError("Stores only go forward: restore a backup made before the upgrade.")
