import { moveDemoClock } from "@/lib/entry/demo-clock";

export const POST = moveDemoClock;
