-- The shop's six tables. One text for both databases: PostgreSQL takes the types by their word, SQLite by their affinity.
-- `world` comes first in every key, so that a lookup costs the same however many worlds have ended in this database.
-- Rows of the seed are never changed; a world that changes an order gets a copy of its own.

CREATE TABLE IF NOT EXISTS customers (
  world           text        NOT NULL,
  id              text        NOT NULL,
  email           text        NOT NULL,
  name            text        NOT NULL,
  loyalty_tier    text        NOT NULL,
  points          integer     NOT NULL,
  joined_at       timestamptz NOT NULL,
  tier_expires_at timestamptz,
  birthday        text,
  PRIMARY KEY (world, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS customers_by_email ON customers (world, email);

CREATE TABLE IF NOT EXISTS products (
  world       text          NOT NULL,
  sku         text          NOT NULL,
  name        text          NOT NULL,
  category    text          NOT NULL,
  price       numeric(10,2) NOT NULL,
  description text          NOT NULL,
  sizes       json          NOT NULL,
  colors      json          NOT NULL,
  stock       json          NOT NULL,
  attributes  json          NOT NULL,
  PRIMARY KEY (world, sku)
);

CREATE TABLE IF NOT EXISTS orders (
  world              text          NOT NULL,
  id                 text          NOT NULL,
  customer_id        text          NOT NULL,
  status             text          NOT NULL
    CHECK (status IN ('processing', 'shipped', 'delivered', 'return_in_progress', 'cancelled', 'refunded')),
  items              json          NOT NULL,
  subtotal           numeric(10,2) NOT NULL,
  promo_code         text,
  promo_discount_due numeric(10,2) NOT NULL,
  discount           numeric(10,2) NOT NULL,
  shipping_method    text          NOT NULL,
  shipping_cost      numeric(10,2) NOT NULL,
  total              numeric(10,2) NOT NULL,
  payment_method     text          NOT NULL,
  payment_status     text          NOT NULL,
  card_expires_at    timestamptz,
  ship_to            json          NOT NULL,
  is_gift            boolean       NOT NULL,
  carrier            text,
  tracking_number    text,
  tracking           json          NOT NULL,
  placed_at          timestamptz   NOT NULL,
  shipped_at         timestamptz,
  promised_by        timestamptz,
  delivered_at       timestamptz,
  notes              text,
  PRIMARY KEY (world, id)
);
CREATE INDEX IF NOT EXISTS orders_by_customer ON orders (world, customer_id);

-- `id` derives from `idempotency_key`, so the primary key also says: one row a call. Key and `conversation_id` are null in the
-- seed alone. `sequence` rises with every row one process writes.
CREATE TABLE IF NOT EXISTS returns (
  world           text        NOT NULL,
  id              text        NOT NULL,
  order_id        text        NOT NULL,
  customer_id     text        NOT NULL,
  reason          text        NOT NULL,
  status          text        NOT NULL,
  label_number    text        NOT NULL,
  idempotency_key text,
  conversation_id text,
  sequence        bigint      NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (world, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS returns_one_per_order ON returns (world, order_id);
CREATE INDEX IF NOT EXISTS returns_by_conversation ON returns (world, conversation_id);

-- `order_status` is the status this refund gave its order; null when it left the status alone.
CREATE TABLE IF NOT EXISTS refund_requests (
  world              text          NOT NULL,
  id                 text          NOT NULL,
  order_id           text          NOT NULL,
  customer_id        text          NOT NULL,
  amount             numeric(10,2) NOT NULL CHECK (amount > 0),
  kind               text          NOT NULL CHECK (kind IN ('full', 'shipping', 'promo')),
  status             text          NOT NULL,
  order_status       text,
  processor_response json          NOT NULL,
  idempotency_key    text,
  conversation_id    text,
  sequence           bigint        NOT NULL DEFAULT 0,
  created_at         timestamptz   NOT NULL,
  PRIMARY KEY (world, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS refund_requests_one_per_kind ON refund_requests (world, order_id, kind);
CREATE INDEX IF NOT EXISTS refund_requests_by_conversation ON refund_requests (world, conversation_id);

CREATE TABLE IF NOT EXISTS support_tickets (
  world           text        NOT NULL,
  id              text        NOT NULL,
  customer_id     text,
  order_id        text,
  subject         text        NOT NULL,
  description     text        NOT NULL,
  priority        text        NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  idempotency_key text,
  conversation_id text,
  sequence        bigint      NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (world, id)
);
CREATE INDEX IF NOT EXISTS support_tickets_by_conversation ON support_tickets (world, conversation_id);
