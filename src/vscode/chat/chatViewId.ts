/** The view of the chat in the manifest, and the type of its tabs. */
export const chatViewId = 'tandem.chat';
