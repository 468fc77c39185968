import sanitizeHtml from 'sanitize-html';
import { measure } from '../measure.mjs';

const options = {
    allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img', 'audio', 'video', 'source', 'details', 'summary'],
    allowedAttributes: {
        ...sanitizeHtml.defaults.allowedAttributes,
        '*': ['class', 'dir', 'id', 'lang', 'title'],
        audio: ['src'],
        video: ['src', 'poster'],
        source: ['src', 'srcset', 'type'],
    },
};
measure((post) => sanitizeHtml(post, options));
