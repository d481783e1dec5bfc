import { moveDemoClock } from "@/lib/demo/demo-clock";

export const POST = moveDemoClock;
