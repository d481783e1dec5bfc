import { showTimeTravel, startTimeTravel } from "@/lib/demo/time-form";

export const GET = showTimeTravel;
export const POST = startTimeTravel;
