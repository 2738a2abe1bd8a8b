"""Sentences that the lexicon was not fitted to: written before it, and left alone since."""

from __future__ import annotations

from talk_sentences import labelled

ACKNOWLEDGEMENT = """\
+ I know this is the last thing you needed today.
+ Having your screen go black during a customer call is horrible, I'm really sorry.
+ I can see why you'd be fed up with this.
+ We are truly sorry for the disruption.
+ Believe me, I know that feeling, it is maddening.
+ Thank you for staying so patient with us.
+ That is a rough way to start the week.
+ It makes sense that you are worried about your photos.
+ I see you have been going back and forth with us for days, and that is tiring.
+ Apologies for the wait.
+ I understand the pressure you're under at quarter end.
+ It's disheartening when a fix does not last.
+ I completely get why this is urgent for you.
+ You have been more than patient.
- The ticket has been transferred.
- I understood that the order was cancelled.
- We know that the vendor released a patch.
- Thank you for your order.
- Could you please describe the issue?
- I can see the server from here.
- Please wait until the update has finished.
- The patch is important and will be installed today.
- Sorry, that is not possible.
- Your feedback has been recorded.
- It was hard to find the right cable, it is in the post now.
- Appreciate your quick reply.
- There is no known outage.
- The difficulty level of the password was raised.
"""

COLLABORATION = """\
+ Why don't we go through the settings on a call?
+ Let's tackle this one step at a time.
+ I'd be glad to sit with you and sort it out.
+ What do you think, shall we try the new driver first?
+ We can go over the options and pick the one that fits you.
+ I'll talk you through every click.
+ Feel free to share your screen with me and we'll find it.
+ I am at your side until this is done.
+ Let me help you get through this.
+ As a team we will crack this.
+ Can you join me on a short call so we can test it?
+ We'll work with you to bring the data back.
+ If it suits you, I'll ring you at ten and we do it jointly.
+ Let us make sure that your files are all there.
- We are looking into it.
- Let us have the asset tag.
- The call was closed by the system.
- You must fill in the form yourself.
- We regret that we cannot help.
- I altered the group membership.
- Our team will contact you.
- We put the two requests together.
- Please call the hotline.
- Would you please close the ticket.
- We have shared the file.
- The team lead declined.
- We can be reached by mail.
- Work is finished.
"""

EXPLANATION = """\
+ Your phone was still using the old password, so the server kept locking you out.
+ The background is that we moved the mail system on Friday.
+ A bug in the last release made the window disappear.
+ That error shows up when the clock of the laptop is wrong.
+ It was the result of a power cut in the data centre.
+ Because the file was open elsewhere, it could only be read.
+ To give you some background: the filter treats large files as spam.
+ The outage was down to a broken fibre.
+ The driver did not match the new version of Windows, hence the blue screen.
+ The reason it keeps asking is that your session ends after an hour.
+ What caused this was a full disk.
+ The add-in had been blocking the start of Excel.
+ The two calendars were out of sync, and that led to the double booking.
+ Basically the token had run out.
- Done.
- Your request is being processed.
- The reason is not known.
- The fault was repaired.
- I do not see why we should change this.
- We will let you know the cause once we have it.
- The invoice was corrected.
- Please give a reason.
- The device has been replaced.
- You should be able to print again.
- Approval is due on the 5th.
- Restarting solved it.
- As requested, the account was deleted.
- The matter was explained in the meeting.
"""

ENABLEMENT = """\
+ Should it come back, a quick restart of the app clears it.
+ You can do this yourself in two clicks: open Settings and choose Repair.
+ For next time: the button is at the top right.
+ I would advise you to save a copy once a week.
+ If you spot that warning another time, just click Renew.
+ Below you will find a how-to with pictures.
+ So you don't get caught by this again, turn on the reminder.
+ One thing that helps is to close the old tabs before you sign in.
+ The easiest way to avoid it is to log off in the evening.
+ Here are the steps in case you need them later.
+ Keep this link at hand, it shows what to do when the disk is full.
+ Knowing this, you can handle it without us.
+ It is worth checking the quota every month.
+ You might want to turn on automatic updates.
- If you need anything else, write to us.
- The problem will not happen again.
- The ticket is closed automatically in future.
- Should you have any questions, please call.
- The account has been unlocked.
- You can collect the laptop at reception.
- We advise against opening a new ticket.
- The reset was done by the night shift.
- I sent it to second level.
- Please try again.
- Next week the server will be replaced.
- You will find the invoice attached.
- We learned that the cable was broken.
- If the error returns, raise a new incident.
"""

UNSEEN = {
    "acknowledgement": labelled(ACKNOWLEDGEMENT),
    "collaboration": labelled(COLLABORATION),
    "explanation": labelled(EXPLANATION),
    "enablement": labelled(ENABLEMENT),
}
