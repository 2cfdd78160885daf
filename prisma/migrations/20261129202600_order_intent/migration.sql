-- AlterTable
ALTER TABLE "acme_order" ADD COLUMN "intent" TEXT;

-- CreateIndex
CREATE INDEX "acme_order_intent_idx" ON "acme_order"("intent");
