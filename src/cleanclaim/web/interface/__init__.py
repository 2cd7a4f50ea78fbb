"""How every screen looks and behaves: base pages, components, style, keys. See docs/screens/components.md."""
