"""Whole replies, as a user would read them, with the markers they carry."""

from __future__ import annotations

CURT = (
    "Password reset. Ticket closed.",
    "Your password has been reset. Please log in with the temporary password. This ticket is now closed.",
    "Fixed. Closing.",
    "Hello, your issue has been resolved. Regards, Service Desk",
    "Please restart your computer and try again. If the issue persists, open a new ticket.",
    "Cleared your cache. Should work now.",
    "Your account has been unlocked. Let us know if you have any questions.",
    "Ticket #4711 was assigned to L2. We will get back to you.",
    "VPN client reinstalled. Issue resolved. Please rate our service.",
    "Dear user, the requested access was granted. Thank you for contacting the IT service desk.",
    "Reset done, check your mail.",
    "Your password was reset to a temporary one. You will be asked to change it at the next login.",
    "The issue is fixed. Marking this as resolved.",
    "Not an IT issue. Contact facilities.",
    "Printer driver updated. Please test and confirm.",
)
"""Replies with none of the four markers."""

KIND = (
    (
        "I understand how frustrating it is to be locked out when you have work to do. Let's look at it "
        "together: I have reset the password, and I'll stay with you until you are in. The reason is that"
        " it expired after 90 days. Next time you can renew it yourself in the portal before that "
        "happens."
    ),
    (
        "I'm sorry this stopped you just before your meeting. Let me walk you through it. The login "
        "failed because your phone kept sending the old password and the system locked the account. To "
        "avoid this in the future, update the password on your phone first."
    ),
    (
        "I can see how disruptive this has been. Shall we jump on a quick call and sort it out together? "
        "It looks like the update removed your printer, which is why nothing came out. I'll show you how "
        "to add it again, so you can do it on your own if it ever happens again."
    ),
    (
        "That sounds really annoying, and thank you for your patience. We'll get this sorted together. "
        "What happened is that the sync had stopped after the move to the new server. Here's a tip for "
        "next time: a grey cloud means it has stopped, and a click on it starts it again."
    ),
    (
        "I know how stressful a lost file is. I'm here with you until we find it. OneDrive keeps deleted "
        "files for 30 days, and yours was moved there due to a rename. If you ever need it again, you can"
        " restore files from the recycle bin yourself; here is how."
    ),
    (
        "Hi Sam,\n\nApologies for the trouble with your VPN – being cut off from home is no fun.\n\nCould"
        " we do a short screen share at 2 pm to get you connected?\n\nThe cause was an expired "
        "certificate on your laptop.\n\nGoing forward, connect once a month so that it renews on its own."
    ),
    (
        "I completely understand your frustration, especially with month-end around the corner. Let’s "
        "work through this step by step. Excel was crashing because an old add-in conflicts with the new "
        "version. I've attached a short guide on how to switch add-ins off, so you can check it yourself "
        "the next time."
    ),
    (
        "I hear you, three outages in one week is too much. I'd like to work with you to get to the "
        "bottom of it. From what we found, the access point above your desk was overloaded, and that led "
        "to the drops. Until it is replaced, you can prevent the drops by choosing the network Office-5."
    ),
    (
        "I realize this has been holding up your whole team, and I apologize. I want to fix this with you"
        " today. Your mailbox had reached its limit, so new messages bounced. I recommend archiving once "
        "a quarter; this article explains how."
    ),
    (
        "Hello Maria, I can imagine how worrying that pop-up looked. Together we can make sure your "
        "laptop is safe. The pop-up was caused by a website, not by a virus on your machine. If you see "
        "one like it again, close the browser with Alt+F4 and don't click on it."
    ),
    (
        "Being unable to print the contract right before signing must have been stressful. I went through"
        " the queue and would like to check the settings with you. The printer rejected your job as its "
        "memory was full, which is a known weakness of this model. A good habit is to send large files in"
        " two parts."
    ),
    (
        "Ich verstehe, wie ärgerlich das ist. Schauen wir uns das gemeinsam an. Der Grund ist, dass Ihr "
        "Kennwort nach 90 Tagen abgelaufen ist. Beim nächsten Mal können Sie es selbst im Portal "
        "erneuern."
    ),
)
"""Replies with all four."""

PARTLY = (
    (
        "Sorry for the inconvenience, your password has been reset.",
        {"acknowledgement"},
    ),
    (
        "The drive was offline because of a power failure. It is back.",
        {"explanation"},
    ),
    (
        "I have reset it. Next time you can use the self-service page.",
        {"enablement"},
    ),
    (
        "Let's have a look at it together this afternoon.",
        {"collaboration"},
    ),
    (
        "I understand your frustration. The cause was a faulty cable. We have replaced it.",
        {"acknowledgement", "explanation"},
    ),
    (
        "> I am sorry to write again, it fails because of you\n> let's talk\nReset. Closed.",
        set(),
    ),
)
"""Replies with some."""
