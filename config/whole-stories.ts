import fc from 'fast-check';

/**
 * A property that says `maxLength: 80` means stories of up to eighty steps. By itself fast-check makes none
 * longer than ten; what states no length stays that short.
 */
fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });
