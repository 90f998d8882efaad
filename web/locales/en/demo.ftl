# What the simulated members of `porchlight demo` are called and write. Each message but the name and the welcome is
# a list, one text a line.

# Shown wherever a member's name is: at most 20 letters, two words.
demo-member = { $name } Robot
demo-names =
    Ada
    Ben
    Cleo
    Dev
    Edie
    Finn
demo-welcome = Welcome! The six of us are simulated, and so are our voices. Raise your hand to share, or just listen.
demo-thanks =
    Thank you, that was good to hear.
    Thanks for sharing.
    Thank you.
demo-remarks =
    Good to see everyone tonight.
    It is raining here. I like the sound of it.
    I have just made tea.
    I can stay until the end today.
    My cat is listening too.
    I have to be quiet, the family is asleep. I'll just listen for a while.
