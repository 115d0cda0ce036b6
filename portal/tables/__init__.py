"""Tables as files: templates, imports that are looked at before they are written, exports of the same shape."""
