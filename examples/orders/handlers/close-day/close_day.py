"""Adds up the receipts in the bucket."""

import json
import os

import boto3

receipts = boto3.client("s3")


def handler(event, context):
    bucket = os.environ["RECEIPTS"]
    pages = receipts.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
    amounts = [json.load(receipts.get_object(Bucket=bucket, Key=key)["Body"])["amount"] for key in keys]
    return {"orders": len(amounts), "amount": sum(amounts)}
