"""What tests share: workspaces, a desk with hand-written fakes, pictures."""
