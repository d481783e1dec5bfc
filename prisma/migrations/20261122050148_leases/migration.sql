-- CreateEnum
CREATE TYPE "LeaseCause" AS ENUM ('first', 'changed', 'due', 'key_gone', 'clock_moved', 'asked');

-- AlterEnum
ALTER TYPE "KeyPurpose" ADD VALUE 'lease';

-- AlterTable
ALTER TABLE "device" ADD COLUMN     "deviceKey" TEXT;

-- CreateTable
CREATE TABLE "lease" (
    "deviceId" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "jti" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "kid" TEXT NOT NULL,
    "cause" "LeaseCause" NOT NULL,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "renewAfter" TIMESTAMPTZ(3) NOT NULL,
    "hardStop" TIMESTAMPTZ(3) NOT NULL,
    "clockOffsetMs" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("deviceId")
);

-- CreateTable
CREATE TABLE "lease_key_set" (
    "version" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "kids" TEXT[],
    "rootKid" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lease_key_set_pkey" PRIMARY KEY ("version")
);

-- CreateIndex
CREATE UNIQUE INDEX "lease_jti_key" ON "lease"("jti");

-- AddForeignKey
ALTER TABLE "lease" ADD CONSTRAINT "lease_deviceId_fkey" FOREIGN KEY ("deviceId") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a process remembers of a device's lease (lib/entitlements/issue-lease.ts).
create trigger announce_lease after insert or update or delete on "lease"
  for each row execute function announce_change('lease', 'deviceId');
create trigger announce_lease_of_new after insert or delete on "device"
  for each row execute function announce_change('lease', 'id');
create trigger announce_lease after update on "device"
  for each row when ((old.epoch, old."revokedAt", old."accountId") is distinct from (new.epoch, new."revokedAt", new."accountId"))
  execute function announce_change('lease', 'id');

-- Leases are bound to the device's key: whoever could change it could move them to another device.
create function refuse_new_device_key() returns trigger language plpgsql as $$
begin
  raise exception 'The key of a device is given once and never changed.';
end $$;

create trigger device_key_is_final before update on "device"
  for each row when (old."deviceKey" is distinct from new."deviceKey") execute function refuse_new_device_key();
