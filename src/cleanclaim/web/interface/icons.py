"""The glyphs, drawn by us on a grid of 16: what stands inside the ``svg`` element."""

_RING = '<circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" stroke-width="1.75"/>'

ICONS = {
    "mark": '<path d="M2.2 2.2h8.6l3 3v8.6H2.2z" fill="none" stroke="currentColor" stroke-width="1.6" '
    'stroke-linejoin="round"/><path d="m4.9 8.4 2.2 2.2 4-4.6" fill="none" stroke="currentColor" stroke-width="1.7"/>',
    "theme": '<path d="M8 1.5a6.5 6.5 0 0 1 0 13z"/><circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor"/>',
    "stop": '<path fill-rule="evenodd" d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2zM5.4 6.5 6.5 5.4 8 6.9l1.5'
    '-1.5 1.1 1.1L9.1 8l1.5 1.5-1.1 1.1L8 9.1l-1.5 1.5-1.1-1.1L6.9 8z"/>',
    "look": '<path fill-rule="evenodd" d="M8 1.6 15 14H1zM7.2 6v4h1.6V6zm0 5v1.6h1.6V11z"/>',
    "told": '<path fill-rule="evenodd" d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM7.2 4.4V6h1.6V4.4zm0 2.8v4.4h1.6V7.2z"/>',
    "done": '<path fill-rule="evenodd" d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm-.9 9.4 4.4-5.3-1.1-1L7 8.8 5.5 7.3'
    ' 4.4 8.4z"/>',
    "under_way": f'{_RING}<path d="M8 4.6a3.4 3.4 0 0 1 0 6.8z"/>',
    "waits": f'{_RING}<path d="M6.5 5.7v4.6M9.5 5.7v4.6" stroke="currentColor" stroke-width="1.7"/>',
    "begun": '<circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" stroke-width="1.75" stroke-dasharray="2.2 2.3"/>',
    "machine": '<path fill-rule="evenodd" d="M5.2 1h1.2v1.6h3.2V1h1.2v1.6a2.6 2.6 0 0 1 2.6 2.6H15v1.2h-1.6v3.2H15v1.2h-1.6a2.6'
    ' 2.6 0 0 1-2.6 2.6V15H9.6v-1.6H6.4V15H5.2v-1.6a2.6 2.6 0 0 1-2.6-2.6H1V9.6h1.6V6.4H1V5.2h1.6a2.6 2.6 0 0 1 2.6-2.6zM6 6v4h4V6z"/>',
    "up": '<path d="m2.5 10.5 5.5-5.5 5.5 5.5" fill="none" stroke="currentColor" stroke-width="1.7"/>',
    "down": '<path d="m2.5 5.5 5.5 5.5 5.5-5.5" fill="none" stroke="currentColor" stroke-width="1.7"/>',
    "to": '<path d="M1.5 8h12M9.2 3.7 13.5 8l-4.3 4.3" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "cross": '<path d="m3 3 10 10M13 3 3 13" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "search": '<circle cx="6.8" cy="6.8" r="4.8" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="m10.4 10.4 4.1 4.1"'
    ' stroke="currentColor" stroke-width="1.7"/>',
    "plus": '<path d="M8 2.5v11M2.5 8h11" stroke="currentColor" stroke-width="1.6"/>',
}
