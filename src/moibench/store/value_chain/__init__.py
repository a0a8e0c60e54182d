"""Value chains that officers drew up, every version of them."""
