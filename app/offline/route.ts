import { offlinePage } from "@/lib/entry/offline";

export { offlinePage as GET, offlinePage as HEAD };
