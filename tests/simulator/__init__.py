"""The simulator through two independent clients, aiogram and python-telegram-bot, and through its control API."""
