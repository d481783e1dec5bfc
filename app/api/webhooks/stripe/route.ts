import { stripeWebhook } from "@/lib/entry/webhook";

export const POST = stripeWebhook;
