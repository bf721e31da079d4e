"""What the bot is compared with: plain aiogram and plain aiogram_dialog, each a process of its own."""
