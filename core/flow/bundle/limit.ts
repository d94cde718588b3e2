/** The newest form of a bundle that this version reads and writes; 1 was one flow without what it names. */
export const BUNDLE_FORMAT = 2
/** All texts of one file, in UTF-16 units: what one request can carry. */
export const BUNDLE_UNITS_MAX = 2_000_000
export const BUNDLE_FLOWS_MAX = 100
/** Steps of all flows of one file together. */
export const BUNDLE_NODES_MAX = 10_000
export const BUNDLE_SEQUENCES_MAX = 200
export const BUNDLE_FIELDS_MAX = 500
export const BUNDLE_TAGS_MAX = 2000
export const BUNDLE_SEGMENTS_MAX = 200
/** Pictures and files of one bundle, and all their bytes together; what is beyond stays at home and is listed in `toFill`. */
export const BUNDLE_FILES_MAX = 100
export const BUNDLE_FILES_BYTES_MAX = 10_000_000

/** Fields, flows, sequences and segments of one workspace. */
export const HERE_MAX = {
  ...{ fields: BUNDLE_FIELDS_MAX, flows: 1000, sequences: 200 },
  segments: BUNDLE_SEGMENTS_MAX,
} as const
