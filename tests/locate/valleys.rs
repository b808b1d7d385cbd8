//! An archive of another force, with other references, other words and other forms than the sample corpus.
//!
//! All people and events are invented. The force writes to the regulator about memory sticks lost in a taxi and,
//! under numbers that look alike, about cameras in a canteen; a neighbouring force has its own case.

use std::fs;
use std::path::Path;

/// Writes the archive's files.
pub fn write(folder: &Path) {
    for (name, text) in FILES {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

const FILES: [(&str, &str); 16] = [
    ("in/opening.txt", "Information Commissioner's Office
Enforcement Department

Our reference: INV/0417/2019

The Chief Constable
South Wales Police

14 March 2019

Dear Chief Constable,

Memory sticks lost in a taxi

We have learned that three memory sticks belonging to South Wales Police were left in a taxi in February. Please tell us what was on them and who had signed for them. We enclose our leaflet on portable devices.

Yours faithfully,

Orla Penhallow
Lead Investigator
Information Commissioner's Office
"),
    ("in/portable devices.txt", "Information Commissioner's Office
Leaflet

PORTABLE DEVICES AND HOW TO LOSE THEM LESS OFTEN

Lock them. Count them. Do not take them to supper.
"),
    ("in/same day.txt", "Information Commissioner's Office
Public Advice Team

Our reference: IC-20418-H7V2

South Wales Police

14 March 2019

Dear Sir or Madam,

A complaint about a canteen

A visitor says that a camera films the queue in your canteen. Please tell us why.

Yours faithfully,

Bram Tolliver
Case Officer
Information Commissioner's Office
"),
    ("in/neighbour.txt", "Information Commissioner's Office
Enforcement Department

Our reference: INV/0418/2019

The Chief Constable
Gwent Police

14 March 2019

Dear Chief Constable,

Memory sticks lost in a library

We have learned that memory sticks of Gwent Police were lost in a library. Please write to us.

Yours faithfully,

Orla Penhallow
Lead Investigator
Information Commissioner's Office
"),
    ("out/reply.txt", "South Wales Police
Information Assurance

Information Commissioner's Office
Enforcement Department

4 April 2019

Dear Ms Penhallow,

Lost memory sticks

Thank you for your letter of 14 March 2019. The sticks held training films and nothing else. The inspector who signed for them has been spoken to.

Yours sincerely,

Gethin Marlowe
Information Assurance
South Wales Police
"),
    ("out/reply draft.txt", "DRAFT

South Wales Police
Information Assurance

Your reference: INV/0417/2019

Information Commissioner's Office
Enforcement Department

1 April 2019

Dear Ms Penhallow,

Lost memory sticks

Thank you for your letter of 14 March 2019. We are not sure yet what the sticks held.

Yours sincerely,

Gethin Marlowe
Information Assurance
South Wales Police
"),
    ("mail/questions.eml", "From: Orla Penhallow <orla.penhallow@ico.org.uk>
To: Gethin Marlowe <gethin.marlowe@south-wales.police.uk>
Subject: INV/0417/2019: two more questions
Date: Tue, 16 Apr 2019 11:00:00 +0100
Message-ID: <q1@ico.org.uk>

Dear Mr Marlowe,

How many sticks has the force in all, and when were they last counted?

Orla Penhallow
"),
    ("mail/answers.eml", "From: Gethin Marlowe <gethin.marlowe@south-wales.police.uk>
To: Orla Penhallow <orla.penhallow@ico.org.uk>
Subject: Re: two more questions
Date: Wed, 17 Apr 2019 09:00:00 +0100
Message-ID: <a1@south-wales.police.uk>
In-Reply-To: <q1@ico.org.uk>

Dear Ms Penhallow,

Two hundred and six, counted in January.

Gethin Marlowe
"),
    ("mail/within.eml", "From: Gethin Marlowe <gethin.marlowe@south-wales.police.uk>
To: Nest Harcastle <nest.harcastle@south-wales.police.uk>
Subject: The sticks
Date: Fri, 15 Mar 2019 08:30:00 +0000
Message-ID: <w1@south-wales.police.uk>

Nest, the ICO has written about the memory sticks (INV/0417/2019). Who signed for them?

Gethin
"),
    ("in/closing.html", "<html><head><title>Letter</title></head><body><p>Information Commissioner's Office<br>Enforcement Department</p>
<p>Our reference: INV/<b>0417</b>/2019</p><p>Gethin Marlowe<br>South Wales Police</p><p>2 May 2019</p><p>Dear Mr Marlowe,</p>
<p>Closing our enquiries</p><p>We shall take no action. Thank you for counting again.</p>
<p>Yours sincerely,</p><p>Orla Penhallow<br>Information Commissioner's Office</p></body></html>"),
    ("in/other year.txt", "Information Commissioner's Office
Enforcement Department

Our reference: INV/0417/2018

South Wales Police

9 May 2018

Dear colleague,

Parking permits

Please send us your rule on parking permits.

Yours faithfully,

Orla Penhallow
Information Commissioner's Office
"),
    ("board/property june.txt", "South Wales Police
Property Board

Minutes of the meeting held on 5 June 2019

Present: N. Harcastle (chair), G. Marlowe

1. Umbrellas. Eleven were handed in.
2. Memory sticks. The ICO has closed INV/0417/2019.
"),
    ("board/property july.txt", "South Wales Police
Property Board

Minutes of the meeting held on 3 July 2019

Present: N. Harcastle (chair), G. Marlowe

1. Umbrellas. Nine were handed in.
"),
    ("mail/canteen.eml", "From: Bram Tolliver <bram.tolliver@ico.org.uk>
To: Gethin Marlowe <gethin.marlowe@south-wales.police.uk>
Subject: IC-20418-H7V2
Date: Mon, 01 Apr 2019 10:00:00 +0100
Message-ID: <c1@ico.org.uk>

Dear Mr Marlowe,

I have had no answer yet to my letter of 14 March 2019 about the canteen.

Bram Tolliver
"),
    ("mail/taxi.eml", "From: Hollybush Taxis <bookings@hollybush-taxis.example>
To: Nest Harcastle <nest.harcastle@south-wales.police.uk>
Subject: Found in a taxi
Date: Thu, 21 Feb 2019 18:00:00 +0000
Message-ID: <t1@hollybush-taxis.example>

A driver has found a glove in his taxi. Is it one of yours?
"),
    ("mail/handling.eml", "From: Nest Harcastle <nest.harcastle@south-wales.police.uk>
To: Gethin Marlowe <gethin.marlowe@south-wales.police.uk>
Subject: FOI request about memory sticks
Date: Mon, 10 Jun 2019 10:00:00 +0100
Message-ID: <h1@south-wales.police.uk>

A request about memory sticks lost in a taxi has come in. Please search your mailbox.

Nest
"),
];
