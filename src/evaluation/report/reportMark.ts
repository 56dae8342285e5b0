/** By which the editor knows that a page is one of ours. */
export const reportMark = '<meta name="generator" content="GLM Tandem evaluation">';
