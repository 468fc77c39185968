import createDOMPurify from 'dompurify';
import { JSDOM } from 'jsdom';
import { measure } from '../measure.mjs';

const purify = createDOMPurify(new JSDOM('').window);
measure((post) => purify.sanitize(post));
