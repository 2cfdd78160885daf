-- AlterTable
ALTER TABLE "auth_session" ADD COLUMN     "issuer_session" TEXT,
ADD COLUMN     "way" TEXT NOT NULL DEFAULT 'password';

-- CreateTable
CREATE TABLE "spent" (
    "id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "spent_expires_at_idx" ON "spent"("expires_at");

-- CreateIndex
CREATE INDEX "auth_session_issuer_session_idx" ON "auth_session"("issuer_session");
