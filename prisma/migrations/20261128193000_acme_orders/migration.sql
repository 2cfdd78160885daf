-- CreateTable
CREATE TABLE "acme_order" (
    "url" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "names" TEXT[],
    "domains" TEXT[],
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "acme_order_pkey" PRIMARY KEY ("url")
);

-- CreateTable
CREATE TABLE "acme_pause" (
    "account" TEXT NOT NULL,
    "names" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "acme_pause_pkey" PRIMARY KEY ("account","names")
);

-- CreateIndex
CREATE INDEX "acme_order_account_at_idx" ON "acme_order"("account", "at");
