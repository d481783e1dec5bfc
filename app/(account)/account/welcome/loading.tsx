import { ListSkeleton } from "@/app/(account)/account/list-skeleton";

export default ListSkeleton;
