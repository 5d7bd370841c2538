CREATE TABLE IF NOT EXISTS settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS nonces (
    sender TEXT NOT NULL,
    nonce TEXT NOT NULL,
    until REAL NOT NULL,
    PRIMARY KEY (sender, nonce)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS nonces_by_end ON nonces (until);

-- Accounts, real estate and vehicles. balance is in fen and absent for things.
CREATE TABLE IF NOT EXISTS objects (
    object_key TEXT PRIMARY KEY,
    state TEXT NOT NULL DEFAULT '正常',
    class TEXT NOT NULL DEFAULT '',
    protected INTEGER NOT NULL DEFAULT 0,
    income INTEGER NOT NULL DEFAULT 0,
    balance INTEGER CHECK (balance >= 0),
    facts TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE IF NOT EXISTS holders (
    object_key TEXT NOT NULL REFERENCES objects (object_key),
    position INTEGER NOT NULL,
    id_number TEXT NOT NULL,
    name TEXT NOT NULL,
    share TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (object_key, position)
);
CREATE INDEX IF NOT EXISTS holders_by_number ON holders (id_number);

-- Order of arrival is the order of rank. limit_fen is absent for things.
CREATE TABLE IF NOT EXISTS measures (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    object_key TEXT NOT NULL REFERENCES objects (object_key),
    state TEXT NOT NULL CHECK (state IN ('effective', 'queued', 'lifted', 'expired', 'spent')),
    court TEXT NOT NULL,
    authority TEXT NOT NULL,
    document TEXT NOT NULL,
    request_number TEXT NOT NULL,
    limit_fen INTEGER CHECK (limit_fen >= 0),
    term_from TEXT NOT NULL,
    term_to TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    ended_on TEXT
);
CREATE INDEX IF NOT EXISTS measures_live ON measures (object_key)
    WHERE state IN ('effective', 'queued');
CREATE INDEX IF NOT EXISTS measures_by_end ON measures (ends_on) WHERE state = 'effective';

CREATE TABLE IF NOT EXISTS movements (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    object_key TEXT NOT NULL REFERENCES objects (object_key),
    day TEXT NOT NULL,
    sort TEXT NOT NULL CHECK (sort IN ('levy', 'income', 'credit', 'debit')),
    amount INTEGER NOT NULL,
    counterparty TEXT NOT NULL DEFAULT '',
    counterparty_account TEXT NOT NULL DEFAULT '',
    request_number TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS movements_by_object ON movements (object_key);

-- A request has its effect in the transaction that turns it from queued to done.
CREATE TABLE IF NOT EXISTS requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    court TEXT NOT NULL,
    correlation TEXT NOT NULL UNIQUE,
    sort TEXT NOT NULL CHECK (sort IN ('inquiry', 'order')),
    idempotency_key TEXT NOT NULL,
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    receipt TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done')),
    due_at REAL NOT NULL,
    due_on TEXT NOT NULL,
    mischief TEXT NOT NULL DEFAULT '',
    outcome_kind TEXT,
    outcome TEXT,
    callback TEXT,
    pushes_left INTEGER NOT NULL DEFAULT 0,
    push_at REAL NOT NULL DEFAULT 0,
    UNIQUE (court, idempotency_key)
);
CREATE INDEX IF NOT EXISTS requests_waiting ON requests (sort, number) WHERE state = 'queued';
CREATE INDEX IF NOT EXISTS requests_to_push ON requests (push_at)
    WHERE state = 'done' AND pushes_left > 0;

-- Money that leaves for an account elsewhere: durable with the debit, then passed to the clearing.
CREATE TABLE IF NOT EXISTS transfers_out (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL DEFAULT 'queued'
        CHECK (state IN ('queued', 'clearing', 'credited', 'returned')),
    payee_bank TEXT NOT NULL,
    payee_account TEXT NOT NULL,
    payee_name TEXT NOT NULL,
    payer_account TEXT NOT NULL,
    payer_name TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    day TEXT NOT NULL,
    remark TEXT NOT NULL DEFAULT '',
    request_number TEXT NOT NULL DEFAULT '',
    order_number TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS transfers_queued ON transfers_out (number) WHERE state = 'queued';

-- What was decided about money that came by the clearing; written with the credit itself.
CREATE TABLE IF NOT EXISTS transfers_in (
    reference TEXT PRIMARY KEY,
    outcome TEXT NOT NULL CHECK (outcome IN ('credited', 'returned')),
    reason TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- Enforcement accounts of courts (执行款专户), their statement and the payments out of them.
CREATE TABLE IF NOT EXISTS court_accounts (
    number TEXT PRIMARY KEY REFERENCES objects (object_key),
    court TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS statement_lines (
    serial INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL REFERENCES court_accounts (number),
    reference TEXT NOT NULL UNIQUE,
    booked_on TEXT NOT NULL,
    value_on TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount <> 0),
    named TEXT NOT NULL,
    counterparty TEXT NOT NULL DEFAULT '',
    counterparty_account TEXT NOT NULL DEFAULT '',
    remark TEXT NOT NULL DEFAULT '',
    request_number TEXT NOT NULL DEFAULT '',
    order_number TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS statement_of_account ON statement_lines (account, serial);
CREATE TABLE IF NOT EXISTS payments (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    court TEXT NOT NULL,
    order_number TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES court_accounts (number),
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    receipt TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'clearing', 'paid', 'failed')),
    due_at REAL NOT NULL,
    due_on TEXT NOT NULL,
    mischief TEXT NOT NULL DEFAULT '',
    settled_on TEXT,
    reference TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS payments_open ON payments (account) WHERE state IN ('queued', 'clearing');
