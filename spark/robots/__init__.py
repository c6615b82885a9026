"""Group robots of DingTalk, WeCom and Feishu: what a group is told, and how it went."""
