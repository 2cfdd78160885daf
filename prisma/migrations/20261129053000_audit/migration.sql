-- CreateTable
CREATE TABLE "audit_entry" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor" TEXT NOT NULL,
    "caused_by" TEXT,
    "address" TEXT,
    "request_id" TEXT,
    "action" TEXT NOT NULL,
    "kind" TEXT,
    "virtual_cluster" TEXT,
    "name" TEXT,
    "version" TEXT,
    "digest" TEXT,
    "details" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_chain" (
    "id" INTEGER NOT NULL,
    "anchor_seq" BIGINT NOT NULL,
    "anchor_hash" TEXT NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "last_hash" TEXT NOT NULL,

    CONSTRAINT "audit_chain_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_entry_virtual_cluster_kind_name_seq_idx" ON "audit_entry"("virtual_cluster", "kind", "name", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_actor_seq_idx" ON "audit_entry"("actor", "seq");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- Entries are never changed, and are removed only from the beginning, after the anchor has moved there.
CREATE OR REPLACE FUNCTION "audit_entry_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.seq <= COALESCE((SELECT anchor_seq FROM audit_chain), 0) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'entries of the audit stay as they are';
END $$;

CREATE TRIGGER "audit_entry_rows" BEFORE UPDATE OR DELETE ON "audit_entry"
    FOR EACH ROW EXECUTE FUNCTION "audit_entry_is_kept"();

CREATE TRIGGER "audit_entry_table" BEFORE TRUNCATE ON "audit_entry"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit_entry_is_kept"();

-- The chain only grows.
CREATE OR REPLACE FUNCTION "audit_chain_grows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.last_seq >= OLD.last_seq AND NEW.anchor_seq >= OLD.anchor_seq THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the chain of the audit only grows';
END $$;

CREATE TRIGGER "audit_chain_rows" BEFORE UPDATE OR DELETE ON "audit_chain"
    FOR EACH ROW EXECUTE FUNCTION "audit_chain_grows"();
