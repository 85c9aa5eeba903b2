"""The page of learning materials (学习资源)."""
