-- CreateEnum
CREATE TYPE "StaffRole" AS ENUM ('viewer', 'support', 'finance', 'operator', 'admin');

-- CreateEnum
CREATE TYPE "MembershipRole" AS ENUM ('owner', 'member');

-- CreateEnum
CREATE TYPE "SubscriptionStatus" AS ENUM ('incomplete', 'incomplete_expired', 'trialing', 'active', 'past_due', 'canceled', 'unpaid', 'paused', 'unknown');

-- CreateEnum
CREATE TYPE "BillingInterval" AS ENUM ('month', 'year');

-- CreateEnum
CREATE TYPE "InvoiceStatus" AS ENUM ('draft', 'open', 'paid', 'uncollectible', 'void');

-- CreateEnum
CREATE TYPE "CheckoutState" AS ENUM ('creating', 'open', 'complete', 'expired', 'failed');

-- CreateEnum
CREATE TYPE "InboxState" AS ENUM ('received', 'handled', 'ignored', 'failed');

-- CreateEnum
CREATE TYPE "MoneyCallKind" AS ENUM ('create_customer', 'create_checkout_session', 'expire_checkout_session', 'cancel_at_period_end', 'resume_subscription', 'create_portal_session');

-- CreateEnum
CREATE TYPE "MoneyCallState" AS ENUM ('pending', 'succeeded', 'refused', 'unknown');

-- CreateEnum
CREATE TYPE "SignInState" AS ENUM ('waiting', 'approved', 'completed', 'cancelled');

-- CreateEnum
CREATE TYPE "KeyPurpose" AS ENUM ('token', 'audit');

-- CreateEnum
CREATE TYPE "KeyState" AS ENUM ('next', 'current', 'retired', 'withdrawn');

-- CreateEnum
CREATE TYPE "DeploymentMode" AS ENUM ('demo', 'test', 'production');

-- CreateEnum
CREATE TYPE "MailState" AS ENUM ('queued', 'sent', 'failed');

-- CreateEnum
CREATE TYPE "IdempotencyState" AS ENUM ('in_flight', 'done');

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerifiedAt" TIMESTAMPTZ(3),
    "name" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "staffRole" "StaffRole",
    "sessionEpoch" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "name" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "accountId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "MembershipRole" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("accountId","userId")
);

-- CreateTable
CREATE TABLE "audit_record" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "businessAt" TIMESTAMPTZ(3) NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT,
    "action" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "accountId" UUID,
    "requestId" TEXT,
    "detailDigest" TEXT,
    "transaction" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "audit_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_detail" (
    "recordId" UUID NOT NULL,
    "salt" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "audit_detail_pkey" PRIMARY KEY ("recordId")
);

-- CreateTable
CREATE TABLE "audit_seal" (
    "sequence" INTEGER NOT NULL,
    "upToTransaction" BIGINT NOT NULL,
    "upToRecordId" UUID NOT NULL,
    "records" INTEGER NOT NULL,
    "recordsDigest" TEXT NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "billing_customer" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "stripeCustomerId" TEXT,
    "leaseFence" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(3),
    "syncedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "billing_customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "stripeSubscriptionId" TEXT NOT NULL,
    "stripePriceId" TEXT NOT NULL,
    "status" "SubscriptionStatus" NOT NULL,
    "stripeStatus" TEXT NOT NULL,
    "planKey" TEXT,
    "priceKey" TEXT,
    "interval" "BillingInterval",
    "currency" TEXT NOT NULL,
    "amountMinor" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "trialEndsAt" TIMESTAMPTZ(3),
    "currentPeriodStart" TIMESTAMPTZ(3) NOT NULL,
    "currentPeriodEnd" TIMESTAMPTZ(3) NOT NULL,
    "cancelAtPeriodEnd" BOOLEAN NOT NULL DEFAULT false,
    "cancelAt" TIMESTAMPTZ(3),
    "canceledAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "stripeInvoiceId" TEXT NOT NULL,
    "stripeSubscriptionId" TEXT,
    "number" TEXT,
    "status" "InvoiceStatus" NOT NULL,
    "currency" TEXT NOT NULL,
    "totalMinor" INTEGER NOT NULL,
    "amountDueMinor" INTEGER NOT NULL,
    "amountPaidMinor" INTEGER NOT NULL,
    "attemptCount" INTEGER NOT NULL DEFAULT 0,
    "nextPaymentAttemptAt" TIMESTAMPTZ(3),
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "periodStart" TIMESTAMPTZ(3) NOT NULL,
    "periodEnd" TIMESTAMPTZ(3) NOT NULL,
    "paidAt" TIMESTAMPTZ(3),
    "hostedUrl" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checkout_session" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "stripeSessionId" TEXT,
    "priceKey" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "state" "CheckoutState" NOT NULL DEFAULT 'creating',
    "url" TEXT,
    "expiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "checkout_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "stripeEventId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "stripeCustomerId" TEXT,
    "apiVersion" TEXT,
    "livemode" BOOLEAN NOT NULL,
    "payload" TEXT NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deliveries" INTEGER NOT NULL DEFAULT 1,
    "state" "InboxState" NOT NULL DEFAULT 'received',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handledAt" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("stripeEventId")
);

-- CreateTable
CREATE TABLE "money_call" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "kind" "MoneyCallKind" NOT NULL,
    "subject" TEXT NOT NULL,
    "state" "MoneyCallState" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(3),
    "stripeObjectId" TEXT,
    "errorCode" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "money_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "planKey" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_entry" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "deviceId" UUID,
    "feature" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "usage_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_total" (
    "accountId" UUID NOT NULL,
    "feature" TEXT NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_total_pkey" PRIMARY KEY ("accountId","feature")
);

-- CreateTable
CREATE TABLE "linked_sign_in" (
    "provider" TEXT NOT NULL,
    "providerAccountId" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "linked_sign_in_pkey" PRIMARY KEY ("provider","providerAccountId")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_challenge" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "callbackUrl" TEXT NOT NULL,
    "linkHash" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "browserHash" TEXT NOT NULL,
    "browserName" TEXT NOT NULL,
    "state" "SignInState" NOT NULL DEFAULT 'waiting',
    "codeTries" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_challenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one_time_token" (
    "tokenHash" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "one_time_token_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "device" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "clientVersion" TEXT,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oidc_artifact" (
    "model" TEXT NOT NULL,
    "idHash" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grantId" TEXT,
    "userCode" TEXT,
    "uid" TEXT,
    "consumedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "oidc_artifact_pkey" PRIMARY KEY ("model","idHash")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "kid" TEXT NOT NULL,
    "purpose" "KeyPurpose" NOT NULL,
    "algorithm" TEXT NOT NULL,
    "publicJwk" JSONB NOT NULL,
    "privateJwkSealed" TEXT NOT NULL,
    "state" "KeyState" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activatedAt" TIMESTAMPTZ(3),
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "key_epoch" (
    "purpose" "KeyPurpose" NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "key_epoch_pkey" PRIMARY KEY ("purpose")
);

-- CreateTable
CREATE TABLE "instance" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "mode" "DeploymentMode" NOT NULL,
    "clockOffsetMs" BIGINT NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_message" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "userId" UUID,
    "subject" TEXT NOT NULL,
    "htmlSealed" TEXT,
    "textSealed" TEXT,
    "state" "MailState" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(3),
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3),

    CONSTRAINT "mail_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "id" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "state" "IdempotencyState" NOT NULL,
    "status" INTEGER,
    "contentType" TEXT,
    "bodySealed" TEXT,
    "lockedUntil" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "refusal" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "where" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "accountId" UUID,
    "requestId" TEXT,
    "count" INTEGER NOT NULL DEFAULT 1,
    "firstAt" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refusal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "membership_userId_idx" ON "membership"("userId");

-- CreateIndex
CREATE INDEX "audit_record_accountId_at_idx" ON "audit_record"("accountId", "at");

-- CreateIndex
CREATE INDEX "audit_record_subjectKind_subjectId_idx" ON "audit_record"("subjectKind", "subjectId");

-- CreateIndex
CREATE INDEX "audit_record_transaction_id_idx" ON "audit_record"("transaction", "id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_hash_key" ON "audit_seal"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "billing_customer_accountId_key" ON "billing_customer"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "billing_customer_stripeCustomerId_key" ON "billing_customer"("stripeCustomerId");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_stripeSubscriptionId_key" ON "subscription"("stripeSubscriptionId");

-- CreateIndex
CREATE INDEX "subscription_accountId_idx" ON "subscription"("accountId");

-- CreateIndex
CREATE INDEX "subscription_status_idx" ON "subscription"("status");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_stripeInvoiceId_key" ON "invoice"("stripeInvoiceId");

-- CreateIndex
CREATE INDEX "invoice_accountId_issuedAt_idx" ON "invoice"("accountId", "issuedAt");

-- CreateIndex
CREATE UNIQUE INDEX "checkout_session_stripeSessionId_key" ON "checkout_session"("stripeSessionId");

-- CreateIndex
CREATE INDEX "checkout_session_accountId_createdAt_idx" ON "checkout_session"("accountId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "checkout_session_one_open" ON "checkout_session"("accountId") WHERE (state = ANY (ARRAY['creating'::"CheckoutState", 'open'::"CheckoutState"]));

-- CreateIndex
CREATE INDEX "webhook_event_state_nextAttemptAt_idx" ON "webhook_event"("state", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "webhook_event_stripeCustomerId_occurredAt_idx" ON "webhook_event"("stripeCustomerId", "occurredAt");

-- CreateIndex
CREATE INDEX "webhook_event_receivedAt_idx" ON "webhook_event"("receivedAt");

-- CreateIndex
CREATE INDEX "money_call_state_createdAt_idx" ON "money_call"("state", "createdAt");

-- CreateIndex
CREATE INDEX "money_call_accountId_createdAt_idx" ON "money_call"("accountId", "createdAt");

-- CreateIndex
CREATE INDEX "grant_accountId_idx" ON "grant"("accountId");

-- CreateIndex
CREATE INDEX "usage_entry_accountId_feature_occurredAt_idx" ON "usage_entry"("accountId", "feature", "occurredAt");

-- CreateIndex
CREATE UNIQUE INDEX "usage_entry_accountId_idempotencyKey_key" ON "usage_entry"("accountId", "idempotencyKey");

-- CreateIndex
CREATE INDEX "linked_sign_in_userId_idx" ON "linked_sign_in"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "session_tokenHash_key" ON "session"("tokenHash");

-- CreateIndex
CREATE INDEX "session_userId_idx" ON "session"("userId");

-- CreateIndex
CREATE INDEX "session_expiresAt_idx" ON "session"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_challenge_linkHash_key" ON "sign_in_challenge"("linkHash");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_challenge_browserHash_key" ON "sign_in_challenge"("browserHash");

-- CreateIndex
CREATE INDEX "sign_in_challenge_email_createdAt_idx" ON "sign_in_challenge"("email", "createdAt");

-- CreateIndex
CREATE INDEX "sign_in_challenge_expiresAt_idx" ON "sign_in_challenge"("expiresAt");

-- CreateIndex
CREATE INDEX "one_time_token_expiresAt_idx" ON "one_time_token"("expiresAt");

-- CreateIndex
CREATE INDEX "device_accountId_idx" ON "device"("accountId");

-- CreateIndex
CREATE INDEX "device_userId_idx" ON "device"("userId");

-- CreateIndex
CREATE INDEX "oidc_artifact_grantId_idx" ON "oidc_artifact"("grantId");

-- CreateIndex
CREATE INDEX "oidc_artifact_model_userCode_idx" ON "oidc_artifact"("model", "userCode");

-- CreateIndex
CREATE INDEX "oidc_artifact_model_uid_idx" ON "oidc_artifact"("model", "uid");

-- CreateIndex
CREATE INDEX "oidc_artifact_expiresAt_idx" ON "oidc_artifact"("expiresAt");

-- CreateIndex
CREATE INDEX "signing_key_purpose_state_idx" ON "signing_key"("purpose", "state");

-- CreateIndex
CREATE INDEX "mail_message_state_nextAttemptAt_idx" ON "mail_message"("state", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "mail_message_userId_createdAt_idx" ON "mail_message"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "idempotency_record_expiresAt_idx" ON "idempotency_record"("expiresAt");

-- CreateIndex
CREATE INDEX "refusal_lastAt_idx" ON "refusal"("lastAt");

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing_customer" ADD CONSTRAINT "billing_customer_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkout_session" ADD CONSTRAINT "checkout_session_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "money_call" ADD CONSTRAINT "money_call_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_entry" ADD CONSTRAINT "usage_entry_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_total" ADD CONSTRAINT "usage_total_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "linked_sign_in" ADD CONSTRAINT "linked_sign_in_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device" ADD CONSTRAINT "device_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device" ADD CONSTRAINT "device_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
