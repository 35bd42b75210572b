/** What a request is for: its path and method in one word. */
export const ROUTE_CLASSES = [
  'create',
  'get',
  'list',
  'patch',
  'status',
  'delete',
  'face-upload',
  'face-list',
  'face-delete',
] as const;
export type RouteClass = (typeof ROUTE_CLASSES)[number];
