-- CreateTable
CREATE TABLE "walk" (
    "key" TEXT NOT NULL,
    "virtual_cluster" TEXT NOT NULL,
    "gateway" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "next_visit_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "walk_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "step_report" (
    "key" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "remedy" TEXT,
    "fact" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL,
    "retry_at" TIMESTAMPTZ(3),

    CONSTRAINT "step_report_pkey" PRIMARY KEY ("key","step")
);

-- CreateTable
CREATE TABLE "event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "level" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "virtual_cluster" TEXT,
    "gateway" TEXT,
    "host" TEXT,
    "message" TEXT NOT NULL,
    "remedy" TEXT,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "level" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "link" TEXT,
    "virtual_cluster" TEXT,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate" (
    "key" TEXT NOT NULL,
    "virtual_cluster" TEXT NOT NULL,
    "gateway" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "names" TEXT[],
    "issuer" TEXT NOT NULL,
    "serial" TEXT NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "renew_at" TIMESTAMPTZ(3),
    "secret_ref" TEXT,
    "ari_id" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "cleanup_task" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "last_problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cleanup_task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "walk_virtual_cluster_gateway_idx" ON "walk"("virtual_cluster", "gateway");

-- CreateIndex
CREATE INDEX "walk_host_idx" ON "walk"("host");

-- CreateIndex
CREATE INDEX "event_virtual_cluster_gateway_id_idx" ON "event"("virtual_cluster", "gateway", "id");

-- CreateIndex
CREATE INDEX "event_host_id_idx" ON "event"("host", "id");

-- CreateIndex
CREATE INDEX "event_at_idx" ON "event"("at");

-- CreateIndex
CREATE INDEX "notification_at_idx" ON "notification"("at");

-- CreateIndex
CREATE INDEX "certificate_not_after_key_idx" ON "certificate"("not_after", "key");

-- CreateIndex
CREATE INDEX "certificate_virtual_cluster_gateway_idx" ON "certificate"("virtual_cluster", "gateway");

-- CreateIndex
CREATE INDEX "cleanup_task_state_id_idx" ON "cleanup_task"("state", "id");

-- CreateIndex
CREATE UNIQUE INDEX "cleanup_task_kind_subject_key" ON "cleanup_task"("kind", "subject");
