import { offlinePage } from "@/lib/web/offline";

export { offlinePage as GET, offlinePage as HEAD };
