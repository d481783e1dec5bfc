-- AlterEnum
ALTER TYPE "MoneyCallKind" ADD VALUE 'tell_customer_address';

-- CreateTable
CREATE TABLE "email_change_request" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "linkHash" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "codeTries" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "email_change_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "email_change" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "oldEmail" TEXT NOT NULL,
    "undoHash" TEXT NOT NULL,
    "undoUntil" TIMESTAMPTZ(3) NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "email_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "email_change_request_userId_key" ON "email_change_request"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "email_change_request_linkHash_key" ON "email_change_request"("linkHash");

-- CreateIndex
CREATE INDEX "email_change_request_sessionId_idx" ON "email_change_request"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "email_change_undoHash_key" ON "email_change"("undoHash");

-- CreateIndex
CREATE INDEX "email_change_userId_idx" ON "email_change"("userId");

-- CreateIndex
CREATE INDEX "email_change_oldEmail_idx" ON "email_change"("oldEmail");

-- CreateIndex
CREATE INDEX "email_change_undoUntil_idx" ON "email_change"("undoUntil");

-- AddForeignKey
ALTER TABLE "email_change_request" ADD CONSTRAINT "email_change_request_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_change_request" ADD CONSTRAINT "email_change_request_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_change" ADD CONSTRAINT "email_change_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
