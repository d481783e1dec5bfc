import { showTimeTravel, startTimeTravel } from "@/lib/entry/time-form";

export const GET = showTimeTravel;
export const POST = startTimeTravel;
