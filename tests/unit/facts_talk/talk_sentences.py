"""Sentences of service desk replies, labelled by hand: does this sentence carry the marker, or only look like it."""

from __future__ import annotations

ACKNOWLEDGEMENT = """\
+ I understand how frustrating this must be.
+ I'm so sorry you've been locked out all morning.
+ That sounds really annoying, especially right before a deadline.
+ I can imagine how stressful it is to lose a document like that.
+ Sorry about the trouble this has caused you.
+ We apologise for the inconvenience.
+ I can see this has been disrupting your work.
+ I realise you have been waiting far too long for this.
+ Thank you for bearing with us while we looked into this.
+ Thanks for your patience, I know it has been a long day.
+ I hear you, and you are right to be upset.
+ It's completely understandable that you want this fixed today.
+ Losing access in the middle of payroll is awful timing.
+ I know how important this presentation is to you.
+ You should not have had to chase us for an answer.
+ I get that this is a real pain.
+ My apologies for the delay.
+ I appreciate how difficult it is to work without a laptop.
+ That must have been a nasty surprise on a Monday morning.
+ We let you down here, and I regret that.
+ I can tell that this has cost you a lot of time.
+ This is clearly not the experience we want you to have.
+ I’m sorry to hear that the printer is giving you grief again.
+ I fully understand your concern about the missing files.
+ What a headache, having to log in five times a day.
+ I know you are under pressure to get this report out.
+ Being unable to reach your mail is no fun at all.
+ I recognise that this has happened to you three times now, and that is not okay.
+ I can only imagine the hassle of retyping everything.
+ How irritating that it failed again just after the update!
+ Your frustration is justified.
+ I understand that you cannot work until this is solved.
+ It is never pleasant when the system kicks you out mid-sentence.
- Password reset. Ticket closed.
- Your ticket has been resolved.
- I do not understand your request.
- Please restart your computer.
- We have received your request.
- I see that the ticket was assigned to the network team.
- As I understand it, the licence runs until June.
- Thank you for contacting the service desk.
- Sorry, wrong ticket.
- Please confirm that the issue is resolved.
- I have forwarded your ticket to second level.
- See knowledge article KB0012.
- Your password has been reset, please log in with the temporary one.
- The server was restarted at 10:15.
- I don't see an error in the logs.
- The installation is hassle-free and takes ten minutes.
- You can now log in again.
- Could you send me a screenshot?
- No need to apologise, it happens.
- I know the answer to this one.
- We understand the device is a Dell 7420.
- Thanks for the screenshot.
- The update will be installed tonight.
- The stress test of the new server begins on Monday.
- Please find attached the form for your request.
- I can see two accounts under your name.
- The request was rejected by your manager.
- It is difficult to say how long the vendor will take.
- We appreciate your feedback, please fill in the survey.
- The licence was hard coded in the script.
- Closing this as there was no reply.
- You will get a new mouse tomorrow.
- I realised the wrong cable was ordered and changed it.
"""

COLLABORATION = """\
+ Let's look at it together.
+ Let's get this sorted out.
+ I'd like to work through this with you.
+ We'll figure this out together, step by step.
+ I will stay with you until it works.
+ Shall we jump on a quick call and go through it?
+ Would you be free for a short screen share this afternoon?
+ Let me walk you through the settings.
+ I'm happy to guide you through the setup.
+ Together we can find out what is going on.
+ Can we try one thing before we reinstall?
+ You and I can go over the report on Teams.
+ Does that work for you?
+ I'm here to help, every step of the way.
+ With your help I can narrow it down quickly.
+ Could you show me what you see, so that we can compare?
+ We're in this with you.
+ I'll sit down with you tomorrow and we'll check every folder.
+ Let us go through the steps side by side.
+ Which time suits you best for a joint session?
+ Tell me what you see after that and we'll take it from there.
+ If you're happy with that, we can tackle it right now.
+ Let's try a different approach.
+ Please try it once more while I watch the logs on my side, and we'll compare notes.
+ I'd love to partner with you on this.
+ How about we go over it on the phone?
+ We can work this out.
+ Would you prefer that I call you, or shall we keep writing?
+ Let me know how it goes and we will take the next step together.
+ You are not alone with this, I'm by your side.
+ Between the two of us we'll get you back up and running.
+ I want to make sure we get this right for you, so let's check it once more.
+ I'll be with you all the way until your files are back.
- Let us know if you need anything else.
- Please let us know once you have tried.
- I put together a list of the licences.
- We will fix it tomorrow.
- We have reset your password.
- Password reset. Ticket closed.
- Your case was forwarded to the network team.
- Please send the serial number.
- We are closing this ticket.
- Let us close the ticket then.
- The parts were delivered together with the invoice.
- We can not change that.
- You have to do this with the vendor.
- Our team works from nine to five.
- We are working on it.
- Contact your line manager.
- We will inform you when it is done.
- It costs 400 euros altogether.
- I have restarted the service.
- Please rate our service.
- Would you mind closing the ticket?
- Your request will be handled by a member of the team.
- We will get back to you.
- The working group meets on Friday.
- We do not support this software.
- Work with the form that was sent to you.
- You can call us from 8 to 18.
- Both tickets were merged together.
- Try again later.
- The session was terminated.
- We can offer a new laptop in March.
- The remote session was recorded.
- Please let me know if you have any questions.
"""

EXPLANATION = """\
+ The reason is that your password expired after 90 days.
+ This happened because the certificate was renewed last night.
+ It was caused by an update that removed the old driver.
+ The error comes from a conflict between two add-ins.
+ Your mailbox was full, which is why new mail bounced.
+ That's why you could not print.
+ What happened is that the server lost its connection to the storage.
+ It turns out that the account was locked after five wrong attempts.
+ The problem was that two programs tried to open the same file.
+ Due to maintenance the drive was read-only for an hour.
+ Here's what went wrong: the sync had stopped on Tuesday.
+ Outlook keeps a local copy, and that copy was damaged, so it could not open.
+ The root cause was a faulty switch on your floor.
+ A change in the firewall led to the dropped calls.
+ Windows had saved the old password, which caused the lockout.
+ This means that your laptop could not reach the server.
+ The culprit was a browser extension.
+ The message appears when the disk is almost full.
+ Let me explain what was going on.
+ As a result of the move your profile was pointing to the old server.
+ The slowness stems from a backup that ran during the day.
+ Since your licence had lapsed, the program fell back to read-only mode.
+ Your account gets locked whenever a phone keeps trying the old password.
+ The system does this for security reasons.
+ It was down to a typo in the address.
+ An expired token was blocking the login.
+ The update overwrote your settings, and therefore the shortcut disappeared.
+ I found that the cable had come loose.
+ The reason you saw the warning is an outdated certificate.
+ Why did it happen? The proxy blocked the download.
+ Your profile had become corrupted, and this prevented Word from starting.
+ In short, the two systems disagreed about your address.
+ This is triggered by signing in on two devices at once.
- Password reset. Ticket closed.
- The issue is resolved.
- The root cause is unknown.
- We do not know why this happened.
- We are still looking for the cause.
- Please tell us why you need access.
- I am not sure why it fails.
- Reason code 17.
- The problem is fixed now.
- Please restart and try again.
- If for any reason it fails, call us.
- Your ticket has been open since Monday.
- We will explain later.
- We are investigating what went wrong.
- I have reset your account.
- The request was approved.
- Please state the reason for your request.
- You can now log in.
- The new laptop arrives on Thursday.
- Your report is due to arrive on Friday.
- The invoice is due tomorrow.
- Thanks for getting in touch.
- Let us know if you need anything else.
- No explanation was found.
- Closed as duplicate.
- I changed the setting so you can print.
- Follow the steps in the guide.
- The cause has not been found yet.
- We will find out why it failed.
- Please describe the problem in more detail.
- The result of the test was positive.
- It works again.
- Your permissions were updated.
"""

ENABLEMENT = """\
+ Next time you can unlock the account yourself in the portal.
+ To avoid this in future, save the file before you close the lid.
+ Here's how you can do it on your own.
+ If this happens again, press Ctrl and F5 first.
+ Should you see that message again, simply restart the app.
+ I recommend changing your password a week before it expires.
+ Here is a short guide so you know what to do.
+ A quick tip: keep the laptop plugged in during the update.
+ Going forward, you can check the quota under Settings.
+ I've attached a step-by-step guide.
+ I'll show you how to set up the rule.
+ You can prevent this by signing out on the old phone.
+ In the future, just clear the cache and it will work.
+ For future reference, the button is under Tools.
+ It helps to restart the laptop once a week.
+ That way you can solve it without waiting for us.
+ You'll be able to do this yourself with the self-service page.
+ So that it does not come back, remember to sign out at the end of the day.
+ Whenever this pops up, choose Keep both files.
+ This article shows how to free up space.
+ If you ever run into this again, hold the power button for ten seconds.
+ I would suggest that you set a reminder for the renewal.
+ A good habit is to close the old session first.
+ The trick is to wait for the green light.
+ From now on, use the blue icon to connect and you will not be asked again.
+ You can spot this early: the icon turns grey.
+ To keep this from happening again, let the updates run overnight.
+ The following steps will help you if it comes back.
+ With this setting you can reset it at any time by yourself.
+ In case it reappears, switch the dock off and on.
+ Here are some ways to stop it from filling up.
+ Always eject the stick before you pull it out.
+ Want to learn how it works? The link below has a two-minute video.
- Password reset. Ticket closed.
- If it happens again, please contact us.
- Please open a new ticket if the issue persists.
- Let us know if it comes back.
- You can now log in.
- We will prevent this by adding a second server.
- I have fixed it for you.
- The problem should not occur again.
- Your mailbox was moved.
- I do not know how to fix this.
- Please restart your computer.
- In future, please raise a ticket through the portal.
- Next time, call the hotline.
- The next time slot is on Tuesday.
- The future of the product is unclear.
- See KB0012345.
- You can check the status of your ticket online.
- We recommend closing the ticket.
- Please use the temporary password to log in.
- Your new laptop arrives tomorrow.
- Do not do this again.
- Should the problem occur again, reply to this mail.
- We are working to avoid this in the future.
- It was caused by an update.
- I am sorry about that.
- Let's look at it together.
- Please fill in the form.
- You can reach us by phone at any time.
- The guide is not available.
- We have no instructions for this model.
- The request is always approved by the manager.
- If you still have trouble, reopen this ticket.
- Keep us informed.
"""


def labelled(text: str) -> list[tuple[bool, str]]:
    """Return the sentences with their labels."""
    return [(line[0] == "+", line[2:]) for line in text.splitlines()]


SENTENCES = {
    "acknowledgement": labelled(ACKNOWLEDGEMENT),
    "collaboration": labelled(COLLABORATION),
    "explanation": labelled(EXPLANATION),
    "enablement": labelled(ENABLEMENT),
}
